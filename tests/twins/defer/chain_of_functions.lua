-- Every deferred call panics in a function that a function it calls calls.
local fails = func(function(text) panic(text) end)
local calls = func(function(text)
  defer(print, "leaving with", text)
  fails(text)
end)
defer(function() calls("third") end)
defer(function() calls("second") end)
calls("first")
