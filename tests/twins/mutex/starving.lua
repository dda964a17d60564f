-- Who has waited for long is handed the lock, and cannot be overtaken.
local mu = sync.mutex()
local done = chan()
mu:lock()
go(function()
  mu:lock()
  print("waiter")
  mu:unlock()
  done:close()
end)
time.sleep(5 * time.ms)
for i = 0, 2 do
  mu:unlock()
  mu:lock()
  print("again", i)
end
mu:unlock()
done:recv()
