-- Goexit in main, and another that waits for ever.
local ch = chan()
go(function()
  print("waiting")
  ch:recv()
end)
runtime.goexit()
