-- Only the first of two gets the value.
defer(function() print("outer", recover()) end)
defer(function()
  print("first", recover())
  print("second", recover())
end)
panic("boom")
