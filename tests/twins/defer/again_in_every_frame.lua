-- The same value again, in every frame and out of a called function.
local again = func(function()
  local v = recover()
  print("has", v)
  func(function() panic(v) end)()
end)
local level
level = func(function(n)
  defer(again)
  if n == 4 then
    panic("boom")
  end
  level(n + 1)
end)
level(1)
