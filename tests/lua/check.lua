-- check.*: assertions inside a scenario.
local t = require "lib.t"

scenario{
  name = "check.always: a true condition passes",
  main = function()
    for i = 1, 100 do check.always(i > 0, "positive") end
    check.always("any true value", "truth")
  end,
}

scenario{
  name = "check.always: a false one is a failed assertion",
  main = function() check.always(1 > 2, "one is not more than two") end,
  expect = always{ assertion = true },
}

scenario{
  name = "check.always: nil is not true",
  main = function() check.always(nil, "nothing") end,
  expect = always{ assertion = true },
}

scenario{
  name = "check.always: one false among many is enough",
  main = function()
    for i = 1, 10 do check.always(i ~= 7, "not seven") end
  end,
  expect = always{ assertion = true },
}

scenario{
  name = "check.always: in a goroutine, and after main",
  main = function()
    go(function()
      time.sleep("1ms")
      check.always(false, "after main")
    end)
  end,
  expect = always{ assertion = true },
}

scenario{
  name = "check.sometimes: once true in one of the runs is enough",
  main = function()
    local a, b = chan(1), chan(1)
    a:send(1)
    b:send(1)
    local picked = select{ recv(a, "a"), recv(b, "b") }
    check.sometimes(picked == "a", "a is picked")
    check.sometimes(picked == "b", "b is picked")
  end,
  explore = { strategy = "random", runs = 100 },
}

scenario{
  name = "check.reachable: a point that is reached passes",
  main = function()
    if 1 < 2 then check.reachable("the then branch") end
  end,
}

scenario{
  name = "check.unreachable: a point that is not reached passes",
  main = function()
    if 1 > 2 then check.unreachable("the then branch") end
  end,
}

scenario{
  name = "check.unreachable: reached, it is a failed assertion",
  main = function() check.unreachable("here") end,
  expect = always{ assertion = true },
}

scenario{
  name = "check.eventually: waits in virtual time until it holds",
  main = function()
    local ready = false
    go(function()
      time.sleep("5ms")
      ready = true
    end)
    check.eventually(function() return ready end, "10ms")
    t.eq(ready, true)
    assert(time.now() >= 5 * time.ms and time.now() <= 10 * time.ms,
      time.now())
  end,
}

scenario{
  name = "check.eventually: what holds at once takes no time",
  main = function()
    check.eventually(function() return true end, "1h")
    t.eq(time.now(), 0)
  end,
}

scenario{
  name = "check.eventually: what never holds is a failed assertion",
  main = function()
    check.eventually(function() return false end, "10ms")
  end,
  expect = always{ assertion = true },
}

scenario{
  name = "check.no_leaks: passes when the others are gone",
  main = function()
    check.no_leaks()
    local ch = chan()
    go(function() ch:send(1) end)
    ch:recv()
    time.sleep("1ms")
    check.no_leaks()
  end,
}

scenario{
  name = "check.no_leaks: finds who is alive, wakeable or not",
  main = function()
    local ch = chan()
    go(function() ch:recv() end)
    time.sleep("1ms")
    check.no_leaks()
  end,
  expect = always(any{ { assertion = true }, { leak = true } }),
  drain = "0s",
}

scenario{
  name = "check.goroutines: passes up to its max",
  main = function()
    check.goroutines{ max = 1 }
    local stop = chan()
    for _ = 1, 3 do
      go(function() stop:recv() end)
    end
    check.goroutines{ max = 4 }
    stop:close()
  end,
}

scenario{
  name = "check.goroutines: beyond it, it is a failed assertion",
  main = function()
    local stop = chan()
    for _ = 1, 4 do
      go(function() stop:recv() end)
    end
    check.goroutines{ max = 3 }
    stop:close()
  end,
  expect = always{ assertion = true },
}

scenario{
  name = "check: wrong arguments are errors that say what is wanted",
  main = function()
    t.fails("function", check.eventually, 42, "1s")
    t.fails("duration|unit", check.eventually, print, "soon")
    t.fails("max|number|table", check.goroutines, 42)
  end,
}

scenario{
  name = "check: no_leaks tells who leaks by name",
  main = function()
    go("reader", function() chan():recv() end)
    check.no_leaks()
  end,
  expect = always{ assertion = "goroutine 2 \"reader\" [chan receive] at " },
}

scenario{
  name = "check: goroutines names an option that it has not",
  main = function()
    t.fails("no option 'maximum' (it has: max)", check.goroutines,
      { maximum = 3 })
  end,
}
