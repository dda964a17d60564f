-- Recovered and raised again in every frame.
local level
level = func(function(n)
  defer(function()
    local v = recover()
    print("level", n, "has", v)
    panic(v .. n)
  end)
  if n == 3 then
    panic("p")
  end
  level(n + 1)
end)
defer(function() print("main has", recover()) end)
level(1)
