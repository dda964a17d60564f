-- Who unlocks and locks again at once overtakes the one it has just woken.
local mu = sync.mutex()
local done = chan()
mu:lock()
go(function()
  mu:lock()
  print("waiter")
  mu:unlock()
  done:send(true)
end)
runtime.gosched()
for i = 0, 2 do
  mu:unlock()
  mu:lock()
  print("again", i)
end
mu:unlock()
done:recv()
