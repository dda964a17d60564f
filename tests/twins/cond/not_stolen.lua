-- Who begins to wait after the signal does not take it from the one before.
local mu = sync.mutex()
local cond = sync.cond(mu)
local function wait(name)
  mu:lock()
  cond:wait()
  print("woken", name)
  mu:unlock()
end
go(wait, "early")
runtime.gosched()
mu:lock()
cond:signal()
go(wait, "late")
mu:unlock()
for _ = 1, 5 do
  runtime.gosched()
end
print("goroutines", runtime.num_goroutine())
cond:signal()
runtime.gosched()
print("goroutines", runtime.num_goroutine())
