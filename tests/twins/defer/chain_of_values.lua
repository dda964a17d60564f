-- What is shown of values that are no strings.
local fails = func(function(v) panic(v) end)
defer(function() fails(true) end)
defer(function()
  recover()
  fails(errors.new("an error"))
end)
defer(function() fails(-7) end)
fails(42)
