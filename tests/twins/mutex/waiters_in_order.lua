-- Who waits longest gets the lock first.
local mu = sync.mutex()
local wg = sync.waitgroup()
mu:lock()
for i = 1, 4 do
  wg:add(1)
  go(function(i)
    defer(wg, "done")
    mu:lock()
    print("holder", i)
    runtime.gosched()
    print("leaver", i)
    mu:unlock()
  end, i)
  runtime.gosched()
end
print("main unlocks")
mu:unlock()
wg:wait()
