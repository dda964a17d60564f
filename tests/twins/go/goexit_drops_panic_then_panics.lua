-- The same while a panic is under way.
defer(function() print("recovered", recover()) end)
defer(function()
  func(function()
    defer(function() panic("late") end)
    runtime.goexit()
  end)()
end)
panic("first")
