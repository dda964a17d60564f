-- Broadcast wakes all who wait, none who comes later.
local mu = sync.mutex()
local cond = sync.cond(mu)
local awake = 0
local function wait()
  mu:lock()
  cond:wait()
  awake = awake + 1
  mu:unlock()
end
for _ = 1, 3 do
  go(wait)
end
runtime.gosched()
mu:lock()
cond:broadcast()
mu:unlock()
go(wait)
for _ = 1, 5 do
  runtime.gosched()
end
print("awake", awake)
cond:broadcast()
runtime.gosched()
print("awake", awake)
