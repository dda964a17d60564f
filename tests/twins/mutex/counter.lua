-- A hundred goroutines, one counter, one lock around reading and writing.
local mu = sync.mutex()
local wg = sync.waitgroup()
local n = 0
for _ = 1, 100 do
  wg:add(1)
  go(function()
    defer(wg, "done")
    mu:lock()
    defer(mu, "unlock")
    local v = n
    runtime.gosched()
    n = v + 1
  end)
end
wg:wait()
print(n)
