-- Nobody recovers the panic of such a call.
defer(function() print("never", recover()) end)
time.after_func(time.ms, function()
  print("called")
  panic("in the call")
end)
chan():recv()
