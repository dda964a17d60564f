-- What the tests of this folder have in common.
local t = {}

t.every = { strategy = "random", runs = 100 }
t.go_order = { strategy = "default" }

function t.eq(got, want, what)
  if got ~= want then
    error(what .. ": got " .. tostring(got) .. ", want "
      .. tostring(want), 2)
  end
end

-- Virtual time moves only when nothing can run, so under any schedule every
-- other goroutine has parked or ended when this returns.
function t.settle()
  time.sleep("1ms")
end

-- Calls f with a deferred call that recovers: what it got.
function t.recovered(f)
  local value
  func(function()
    defer(function() value = recover() end)
    f()
  end)()
  return value
end

return t
