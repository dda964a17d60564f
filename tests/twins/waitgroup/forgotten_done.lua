-- One member forgets to say that it is done.
local wg = sync.waitgroup()
for i = 0, 2 do
  wg:add(1)
  go(function(i)
    if i == 1 then
      return
    end
    print("done", i)
    wg:done()
  end, i)
end
wg:wait()
print("not reached")
