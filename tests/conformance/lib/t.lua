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

-- What is expected of a scenario that leaks: a failed check is a panic and must
-- not hide behind the leak.
function t.leaks(wait)
  return { always{ leak = { wait = wait } }, never{ panic = true } }
end

-- "recv" or "default".
function t.try_recv(ch)
  return (select{ recv(ch, "recv"), default = true })
end

local function is_done(ctx)
  return t.try_recv(ctx:done()) == "recv"
end

function t.alive(ctx, who)
  t.eq(ctx:err(), nil, who .. ": err")
  t.eq(is_done(ctx), false, who .. ": done")
end

function t.ended(ctx, err, who)
  t.eq(ctx:err(), err, who .. ": err")
  t.eq(is_done(ctx), true, who .. ": done")
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
