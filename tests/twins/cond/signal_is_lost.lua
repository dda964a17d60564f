-- A signal that nobody waits for is gone.
local mu = sync.mutex()
local cond = sync.cond(mu)
cond:signal()
cond:broadcast()
mu:lock()
print("waiting")
cond:wait()
print("not reached")
