-- N goroutines spawned at once, then joined by a wait group.
local n = tonumber(arg[1])
local wg = sync.waitgroup()

for _ = 1, n do
  wg:add(1)
  go(function()
    wg:done()
  end)
end
wg:wait()
