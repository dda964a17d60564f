-- Two panics replaced each other within a deferred call and are recovered
-- there; the one that runs it is shown alone.
defer(function()
  func(function()
    defer(function() print("recovered", recover()) end)
    defer(function() panic("third") end)
    panic("second")
  end)()
  print("still in the deferred call")
end)
panic("first")
