-- A function that returns normally, called by a deferred call, has a deferred
-- call that panics: it follows the one under way.
local returns = func(function()
  defer(function()
    print("finds", recover())
    panic("second")
  end)
  print("returning")
end)
defer(function() returns() end)
panic("first")
