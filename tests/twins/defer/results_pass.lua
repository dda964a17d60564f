-- Deferred calls run after the results are there, before the caller goes on.
local f = func(function(n)
  defer(print, "deferred", n)
  return n * 2, "text"
end)
local a, s = f(4)
print(a, s)
local x = 1
local g = func(function()
  defer(function() x = 100 end)
  return x
end)
local r = g()
print(r, x)
