-- Arguments are fixed when the defer statement runs; closures see the end.
local function argument(s)
  print("computing", s)
  return s
end
local v = "early"
defer(print, "argument", v, argument("x"))
defer(function() print("closure", v) end)
defer(function(s) print("both", s, v) end, v)
v = "late"
print("body")
