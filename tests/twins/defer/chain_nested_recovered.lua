-- The same, and the innermost recovers: the others are still under way.
local down
down = func(function(n)
  defer(func(function()
    print("deferred", n)
    if n < 5 then
      down(n + 1)
    else
      print("recovered", recover())
    end
    print("back in", n)
  end))
  panic("p" .. n)
end)
down(1)
