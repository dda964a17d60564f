-- errgroup: goroutines with one error, as golang.org/x/sync/errgroup.
local t = require "lib.t"

local every = { strategy = "random", runs = 60 }

scenario{
  name = "errgroup: wait returns when all have ended, nil without an error",
  explore = every,
  main = function()
    local g, n = errgroup.new(), 0
    for i = 1, 3 do
      g:go(function(a, b)
        t.eq(a, i)
        t.eq(b, nil)
        time.sleep(i * time.ms)
        n = n + 1
      end, i, nil)
    end
    t.eq(g:wait(), nil)
    t.eq(n, 3)
    t.eq(time.now(), 3 * time.ms)
  end,
}

scenario{
  name = "errgroup: the first error counts, and ends the context with it",
  explore = every,
  main = function()
    local g, ctx = errgroup.new(context.background(), "fetch")
    local first, second = errors.new("first"), errors.new("second")
    g:go(function()
      time.sleep("1ms")
      return first
    end)
    g:go(function()
      time.sleep("2ms")
      return second
    end)
    g:go(function()
      ctx:done():recv()
      t.eq(time.now(), 1 * time.ms)
      return ctx:err()
    end)
    t.eq(g:wait(), first)
    t.eq(time.now(), 2 * time.ms)
    t.eq(ctx:err(), context.canceled)
    t.eq(context.cause(ctx), first)
  end,
}

scenario{
  name = "errgroup: an error may be any value but nil",
  main = function()
    for _, err in ipairs{ "text", 42, false } do
      local g = errgroup.new()
      g:go(function() return err, "ignored" end)
      t.eq(g:wait(), err)
    end
  end,
}

scenario{
  name = "errgroup: the context ends with wait, also without an error",
  main = function()
    local g, ctx = errgroup.new(context.background())
    g:go(function() t.eq(ctx:err(), nil) end)
    t.eq(g:wait(), nil)
    t.eq(ctx:err(), context.canceled)
    t.eq(context.cause(ctx), context.canceled)
  end,
}

scenario{
  name = "errgroup: go blocks at the limit",
  explore = every,
  main = function()
    local g, active, most = errgroup.new(), 0, 0
    g:set_limit(2)
    for _ = 1, 6 do
      g:go(function()
        active = active + 1
        most = math.max(most, active)
        time.sleep("1ms")
        active = active - 1
      end)
    end
    g:wait()
    t.eq(most, 2)
    t.eq(time.now(), 3 * time.ms)
  end,
}

scenario{
  name = "errgroup: try_go starts what the limit allows",
  main = function()
    local g, n = errgroup.new(), 0
    local function member()
      n = n + 1
      time.sleep("1ms")
    end
    t.eq(g:try_go(member), true)
    g:wait()
    g:set_limit(1)
    t.eq(g:try_go(member), true)
    t.eq(g:try_go(member), false)
    g:wait()
    t.eq(g:try_go(member), true)
    g:wait()
    t.eq(n, 3)
    g:set_limit(0)
    t.eq(g:try_go(member), false)
    g:set_limit(-1)
    t.eq(g:try_go(member), true)
    t.eq(g:try_go(member), true)
    g:wait()
  end,
}

scenario{
  name = "errgroup: with a limit of 0 go blocks for ever",
  main = function()
    local g = errgroup.new()
    g:set_limit(0)
    g:go(function() end)
  end,
  expect = always{ deadlock = { wait = "chan send" } },
}

scenario{
  name = "errgroup: the limit stays while goroutines are active",
  main = function()
    local g = errgroup.new()
    g:set_limit(3)
    for _ = 1, 2 do g:go(time.sleep, "1ms") end
    t.panics("errgroup: modify limit while 2 goroutines in the group are "
      .. "still active", g.set_limit, g, 4)
    g:wait()
    g:set_limit(4)
  end,
}

scenario{
  name = "errgroup: a panic is not handed to wait",
  main = function()
    local g = errgroup.new()
    g:go(function() panic("boom") end)
    pcall(g.wait, g)
  end,
  expect = always{ panic = "boom" },
}

scenario{
  name = "errgroup: a goexit is no error",
  main = function()
    local g = errgroup.new()
    g:go(runtime.goexit)
    t.eq(g:wait(), nil)
  end,
}

scenario{
  name = "errgroup: who never ends keeps wait waiting",
  main = function()
    local g = errgroup.new()
    g:go(function() chan():recv() end)
    g:wait()
  end,
  expect = always{ deadlock = { wait = "sync.WaitGroup.Wait" } },
}

scenario{
  name = "errgroup: what members did comes before the end of wait",
  explore = every,
  main = function()
    local g, x = errgroup.new(context.background()), shared({})
    for i = 1, 3 do
      g:go(function() x[i] = i end)
    end
    g:wait()
    t.eq(x[1] + x[2] + x[3], 6)
  end,
}

scenario{
  name = "errgroup: misuse is told at the script's line",
  main = function()
    local g = errgroup.new()
    for _, bad in ipairs{ 42, "x", {}, sync.waitgroup() } do
      for _, name in ipairs{ "go", "try_go", "set_limit", "wait" } do
        local text = t.fails("an errgroup expected", g[name], bad, print)
        assert(text:find("lua:%d+:"), text)
      end
    end
    t.fails("needs a function, got nil", g.go, g)
    t.fails("needs a function, got number", g.try_go, g, 42)
    t.fails("whole number", g.set_limit, g, 1.5)
    t.fails("whole number", g.set_limit, g)
    t.fails("whole number", g.set_limit, g, 0 / 0)
    t.panics("cannot create context from nil parent", errgroup.new, nil)
    t.fails("context expected", errgroup.new, 42)
    t.fails("name", errgroup.new, context.background(), {})
    t.eq(g:wait(), nil)
  end,
}

scenario{
  name = "errgroup: why one waits for ever at the limit",
  main = function()
    local g = errgroup.new()
    g:set_limit(1)
    g:go(function() g:go(function() end) end)
    g:wait()
  end,
  expect = always{ deadlock = { wait = "chan send", count = 1,
    cause = "errgroup full: \"errgroup\" ch#" } },
}
