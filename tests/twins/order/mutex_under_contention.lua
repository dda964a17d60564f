-- Five goroutines, one lock, each holds it twice while it gives way.
local mu = sync.mutex()
local wg = sync.waitgroup()
for i = 1, 5 do
  wg:add(1)
  go(function(i)
    defer(wg, "done")
    for k = 0, 1 do
      mu:lock()
      print(i, "in", k)
      runtime.gosched()
      mu:unlock()
    end
  end, i)
end
wg:wait()
