-- The same after the first was recovered.
local fails = func(function() panic("second") end)
defer(function()
  print("recovered", recover())
  fails()
end)
panic("first")
