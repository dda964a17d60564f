-- Signal wakes the one that has waited longest.
local mu = sync.mutex()
local cond = sync.cond(mu)
for i = 1, 4 do
  go(function(i)
    mu:lock()
    cond:wait()
    print("woken", i)
    mu:unlock()
  end, i)
  runtime.gosched()
end
for _ = 1, 4 do
  print("signal")
  cond:signal()
  runtime.gosched()
end
