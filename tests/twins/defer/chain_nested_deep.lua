-- Each panic is raised while the one before runs its deferred call: none of
-- them is left, and all are shown.
local down
down = func(function(n)
  defer(func(function()
    print("deferred", n)
    if n < 8 then
      down(n + 1)
    end
    print("not reached", n)
  end))
  panic("p" .. n)
end)
down(1)
