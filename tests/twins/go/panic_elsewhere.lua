-- A panic of any goroutine ends the program; main's deferred calls do not
-- run, and main cannot recover it.
defer(function() print("never", recover()) end)
local done = chan()
go(function()
  defer(print, "its own deferred call")
  panic("elsewhere")
end)
done:recv()
