-- Recover in a deferred call of a deferred call stops nothing either.
defer(func(function()
  defer(function() print("deeper", recover()) end)
  print("deferred")
end))
panic("boom")
