-- A panic in a deferred call after Goexit ends the program all the same.
go(function()
  defer(print, "outermost")
  defer(panic, "late")
  runtime.goexit()
end)
select{}
