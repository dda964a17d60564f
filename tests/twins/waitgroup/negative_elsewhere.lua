-- One Done too many, in a goroutine.
local wg = sync.waitgroup()
wg:add(1)
for _ = 1, 2 do
  go(function()
    print("done")
    wg:done()
  end)
end
wg:wait()
select{}
