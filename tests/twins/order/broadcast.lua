-- Broadcast wakes five.
local mu = sync.mutex()
local cond = sync.cond(mu)
local wg = sync.waitgroup()
for i = 1, 5 do
  wg:add(1)
  go(function(i)
    defer(wg, "done")
    mu:lock()
    cond:wait()
    mu:unlock()
    print("woken", i)
  end, i)
  runtime.gosched()
end
print("waking")
cond:broadcast()
print("main goes on")
wg:wait()
