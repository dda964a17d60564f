-- Goexit in a deferred call, a panic after it, recovered further out: Goexit
-- goes on, and main is gone.
defer(function() print("recovered", recover()) end)
defer(function()
  func(function()
    defer(function() panic("late") end)
    runtime.goexit()
  end)()
end)
print("main ends")
