-- Five signals wake five.
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
for _ = 1, 5 do
  cond:signal()
end
print("main goes on")
wg:wait()
