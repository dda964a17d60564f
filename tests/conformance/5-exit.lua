-- Go semantics, section 5: how main, one goroutine, and everything ends.
local t = require "lib.t"
local eq, every, settle = t.eq, t.every, t.settle

local function sleeper()
  time.sleep("1s")
  panic("body of a bystander")
end

scenario{
  name = "5.1a main's return ends it all: others are not waited for",
  explore = every,
  drain = "0s",
  main = function()
    go(sleeper)
    settle()
  end,
}

scenario{
  name = "5.1a who could run when main returns does not run any more",
  explore = { strategy = "default" },
  drain = "0s",
  main = function()
    go(panic, "ran")
  end,
}

scenario{
  name = "5.1b deferred calls of those who wait do not run",
  explore = every,
  drain = "0s",
  main = function()
    go(function()
      defer(panic, "deferred call of a bystander")
      sleeper()
    end)
    settle()
  end,
}

scenario{
  name = "5.1c main's own deferred calls run before the end",
  explore = every,
  drain = "0s",
  main = function()
    go(sleeper)
    defer(panic, "deferred call of main")
  end,
  expect = always{ panic = "deferred call of main" },
}

scenario{
  name = "D.1 with a drain the others go on after main",
  explore = every,
  main = function()
    go(function()
      time.sleep("1s")
      panic("after main")
    end)
  end,
  expect = always{ panic = "after main" },
}

scenario{
  name = "D.1 with a drain who ends by himself is no leak",
  explore = every,
  main = function()
    go(time.sleep, "1s")
  end,
}

scenario{
  name = "5.3a Goexit runs deferred calls and ends that goroutine only",
  explore = every,
  main = function()
    local log, before = {}, runtime.num_goroutine()
    local function note(s) log[#log + 1] = s end
    go(function()
      defer(note, "first")
      defer(note, "second")
      runtime.goexit()
      note("not reached")
    end)
    settle()
    eq(table.concat(log, " "), "second first", "deferred calls")
    eq(runtime.num_goroutine(), before, "goroutines")
  end,
}

scenario{
  name = "5.3a Goexit unwinds every frame",
  explore = every,
  main = function()
    local log = {}
    local function note(s) log[#log + 1] = s end
    go(function()
      defer(note, "outer")
      func(function()
        defer(note, "inner")
        runtime.goexit()
      end)()
      note("not reached")
    end)
    settle()
    eq(table.concat(log, " "), "inner outer", "deferred calls")
  end,
}

scenario{
  name = "5.3a Goexit passes through pcall and recover",
  explore = every,
  main = function()
    local recovered, reached = "unset", false
    go(function()
      defer(function() recovered = recover() end)
      pcall(runtime.goexit)
      reached = true
    end)
    settle()
    eq(recovered, nil, "recovered")
    eq(reached, false, "code after it reached")
  end,
}

scenario{
  name = "5.3b Goexit in main leaves the others running",
  explore = every,
  main = function()
    local ch = chan()
    go(function()
      time.sleep("1s")
      ch:recv()
      panic("the others went on")
    end)
    go(function() ch:send(1) end)
    runtime.goexit()
  end,
  expect = always{ panic = "the others went on" },
}

scenario{
  name = "5.3c Goexit in main is fatal once the others are done",
  explore = every,
  main = function()
    go(time.sleep, "1s")
    runtime.goexit()
  end,
  expect = always{ fatal = "no goroutines (main called runtime.Goexit)"
    .. " - deadlock!" },
}

scenario{
  name = "5.3d a panic after Goexit still crashes",
  explore = every,
  main = function()
    go(function()
      defer(panic, "late")
      runtime.goexit()
    end)
    settle()
  end,
  expect = always{ panic = "late" },
}

scenario{
  name = "5.3e a recovered panic after Goexit goes on with the Goexit",
  explore = every,
  main = function()
    local caught, reached, outer
    go(function()
      defer(function() outer = true end)
      func(function()
        defer(function() caught = recover() end)
        defer(panic, "late")
        runtime.goexit()
      end)()
      reached = true
    end)
    settle()
    eq(caught, "late", "caught")
    eq(outer, true, "outer deferred call")
    eq(reached, nil, "code after it reached")
  end,
}

scenario{
  name = "5.4c a deadlock lists every goroutine, main too",
  explore = every,
  main = function()
    local ch = chan()
    for _ = 1, 2 do go(function() ch:recv() end) end
    ch:recv()
  end,
  expect = {
    always{ deadlock = { count = 3 } },
    always{ deadlock = { wait = "chan receive", count = 3 } },
  },
}

scenario{
  name = "5.4a no deadlock while one can still run",
  explore = every,
  main = function()
    local ch = chan()
    go(function()
      for _ = 1, 10 do runtime.gosched() end
      ch:send(1)
    end)
    eq(ch:recv(), 1, "value")
  end,
}

scenario{
  name = "5.4b no deadlock while a long sleep is pending",
  explore = every,
  timeout = "2000h",
  main = function()
    local ch = chan()
    go(function()
      time.sleep("1000h")
      ch:send(1)
    end)
    eq(ch:recv(), 1, "value")
    eq(time.now(), 1000 * time.hour, "time")
  end,
}

scenario{
  name = "5.4a no deadlock while a timer is pending that will wake one",
  explore = every,
  main = function()
    local ch = chan()
    time.after_func("5s", function() ch:send("timer") end)
    eq(ch:recv(), "timer", "value")
  end,
}

scenario{
  name = "5.4b no deadlock while a ticker drives one",
  explore = every,
  main = function()
    local ch = chan()
    go(function()
      local ticker = time.new_ticker("1s")
      for _ = 1, 3 do ticker.c:recv() end
      ticker:stop()
      ch:send("ticked")
    end)
    eq(ch:recv(), "ticked", "value")
    eq(time.now(), 3 * time.second, "time")
  end,
}

scenario{
  name = "D.5 a ticker that nobody can receive from hides no deadlock",
  explore = every,
  main = function()
    local ch, ticker = chan(), time.new_ticker("1s")
    ch:recv()
    ticker:stop()
  end,
  expect = always{ deadlock = { wait = "chan receive" } },
}

scenario{
  name = "D.1 main's return before the others' deadlock is a leak",
  explore = every,
  main = function()
    local ch = chan()
    for _ = 1, 2 do go(function() ch:recv() end) end
  end,
  expect = always{ leak = { wait = "chan receive", count = 2 } },
}
