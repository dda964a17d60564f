-- A writer waits for every reader that was there before it.
local mu = sync.rwmutex()
local done = chan()
for _ = 1, 3 do
  mu:rlock()
end
go(function()
  mu:lock()
  print("writer")
  mu:unlock()
  done:send(true)
end)
for i = 0, 2 do
  runtime.gosched()
  print("reader", i, "leaves")
  mu:runlock()
end
done:recv()
print(mu:try_lock())
