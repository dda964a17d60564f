-- Recover in a function that a deferred call calls stops nothing.
local helper = func(function() print("helper", recover()) end)
defer(function()
  helper()
  print("helped")
end)
panic("boom")
