-- Giving way between reading and writing loses updates.
local wg = sync.waitgroup()
local n = 0
for _ = 1, 5 do
  wg:add(1)
  go(function()
    local v = n
    runtime.gosched()
    n = v + 1
    wg:done()
  end)
end
wg:wait()
print(n)
