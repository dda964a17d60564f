-- A deferred call panics inside a function that it calls: both are shown.
local fails = func(function() panic("second") end)
defer(function()
  print("deferred")
  fails()
end)
panic("first")
