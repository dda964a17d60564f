-- Goexit in main: the others go on, and when they are done that is fatal.
defer(print, "main's deferred call")
go(function()
  time.sleep(time.ms)
  print("the other is done")
end)
runtime.goexit()
