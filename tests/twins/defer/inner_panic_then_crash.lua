-- The same, and nobody recovers the outer one.
defer(func(function()
  defer(function() print("inner", recover()) end)
  panic("second")
end))
panic("first")
