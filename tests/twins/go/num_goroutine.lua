local gate = chan()
print(runtime.num_goroutine())
for _ = 1, 3 do
  go(function() gate:recv() end)
end
print(runtime.num_goroutine())
runtime.gosched()
gate:send(true)
runtime.gosched()
print(runtime.num_goroutine())
gate:close()
runtime.gosched()
print(runtime.num_goroutine())
