-- A goroutine that waits on the nil channel does not hinder the others.
local none = nilchan
go(function()
  none:recv()
  print("never")
end)
go(function()
  none:send(1)
  print("never")
end)
runtime.gosched()
print("goroutines:", runtime.num_goroutine())
