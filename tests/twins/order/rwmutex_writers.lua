-- Unlock, and five writers after one another.
local mu = sync.rwmutex()
mu:lock()
local wg = sync.waitgroup()
for i = 1, 5 do
  wg:add(1)
  go(function(i)
    defer(wg, "done")
    mu:lock()
    defer(mu, "unlock")
    print("woken", i)
  end, i)
  runtime.gosched()
end
print("waking")
mu:unlock()
print("main goes on")
wg:wait()
