-- Go semantics, section 5, second entry: panic, defer and recover.
local t = require "lib.t"
local eq, every, settle = t.eq, t.every, t.settle

scenario{
  name = "5.2a a panic in main ends the process",
  explore = every,
  main = function() panic("boom") end,
  expect = always{ panic = "boom" },
}

scenario{
  name = "5.2a a panic in any goroutine ends the process",
  explore = every,
  main = function()
    go(function() panic("boom") end)
    settle()
    check.unreachable("main went on after another's panic")
  end,
  expect = { always{ panic = "boom" }, never{ assertion = true } },
}

scenario{
  name = "D.9 a Lua error is a panic",
  explore = every,
  main = function()
    go(function() error("boom") end)
    settle()
  end,
  expect = always{ panic = "boom" },
}

scenario{
  name = "D.7 indexing nil is Go's nil dereference",
  explore = every,
  main = function()
    local nothing
    return nothing.field
  end,
  expect = always{ panic = "runtime error: invalid memory address or nil"
    .. " pointer dereference" },
}

scenario{
  name = "5.2c nobody recovers another goroutine's panic",
  explore = every,
  main = function()
    defer(function() recover() end)
    pcall(function()
      go(function() panic("boom") end)
      settle()
    end)
  end,
  expect = always{ panic = "boom" },
}

scenario{
  name = "5.2b recover: a deferred call stops the panic, its func returns"
    .. " nothing",
  explore = every,
  main = function()
    local caught
    local guarded = func(function()
      defer(function() caught = recover() end)
      panic("boom")
    end)
    eq(select("#", guarded()), 0, "results")
    eq(caught, "boom", "caught")
  end,
}

scenario{
  name = "5.2b recover: the value is the panic's own",
  explore = every,
  main = function()
    local values = { {}, 7, "word", true }
    for i, v in ipairs(values) do
      local caught
      func(function()
        defer(function() caught = recover() end)
        panic(v)
      end)()
      eq(caught, v, "value " .. i)
    end
  end,
}

scenario{
  name = "5.2b recover: a goroutine's body has a frame of its own",
  explore = every,
  main = function()
    local caught
    go(function()
      defer(function() caught = recover() end)
      panic("boom")
    end)
    settle()
    eq(caught, "boom", "caught")
  end,
}

scenario{
  name = "5.2b recover: a runtime panic is its bare text",
  explore = every,
  main = function()
    local caught
    func(function()
      defer(function() caught = recover() end)
      local ch = chan()
      ch:close()
      ch:close()
    end)()
    eq(caught, "close of closed channel", "caught")
  end,
}

scenario{
  name = "5.2b recover: gives nil when nothing panics",
  explore = every,
  main = function()
    local called = false
    eq(recover(), nil, "outside a deferred call")
    func(function()
      defer(function()
        eq(recover(), nil, "in a deferred call")
        called = true
      end)
    end)()
    eq(called, true, "deferred call ran")
  end,
}

scenario{
  name = "5.2b recover: the second one gives nil",
  explore = every,
  main = function()
    local first, second
    func(function()
      defer(function() second = recover() end)
      defer(function() first = recover() end)
      panic("boom")
    end)()
    eq(first, "boom", "first")
    eq(second, nil, "second")
  end,
}

scenario{
  name = "5.2b recover: works in a plain function that a deferred call calls",
  explore = every,
  main = function()
    local caught
    local function plain() caught = recover() end
    func(function()
      defer(function() plain() end)
      panic("boom")
    end)()
    eq(caught, "boom", "caught")
  end,
}

scenario{
  name = "5.2b recover: does not work in a func that a deferred call calls",
  explore = every,
  main = function()
    local inner = func(function() recover() end)
    defer(function() inner() end)
    panic("boom")
  end,
  expect = always{ panic = "boom" },
}

scenario{
  name = "5.2b recover: before the panic it stops nothing",
  explore = every,
  main = function()
    recover()
    panic("boom")
  end,
  expect = always{ panic = "boom" },
}

scenario{
  name = "5.2b recover: an inner panic is invisible to the frame outside",
  explore = every,
  main = function()
    local inner_caught, outer_caught, went_on
    func(function()
      defer(function() outer_caught = recover() end)
      func(function()
        defer(function() inner_caught = recover() end)
        panic("inner")
      end)()
      went_on = true
    end)()
    eq(inner_caught, "inner", "inner")
    eq(went_on, true, "caller went on")
    eq(outer_caught, nil, "outer")
  end,
}

scenario{
  name = "5.2d defer: last in, first out, through every frame of a panic",
  explore = every,
  main = function()
    local log = {}
    local function note(s) log[#log + 1] = s end
    func(function()
      defer(function() recover() end)
      defer(note, "outer 1")
      defer(note, "outer 2")
      func(function()
        defer(note, "inner 1")
        defer(note, "inner 2")
        panic("boom")
      end)()
      note("not reached")
    end)()
    eq(table.concat(log, ", "), "inner 2, inner 1, outer 2, outer 1",
      "order")
  end,
}

scenario{
  name = "5.2d defer: arguments are fixed at once, a method by its name",
  explore = every,
  main = function()
    local got, mu, ch = nil, sync.mutex(), chan(1)
    func(function()
      local v = "early"
      defer(function(x) got = x end, v)
      v = "late"
      mu:lock()
      defer(mu, "unlock")
      defer(ch.close, ch)
      eq(mu:try_lock(), false, "locked")
    end)()
    eq(got, "early", "argument")
    eq(mu:try_lock(), true, "unlocked")
    eq(select(2, ch:recv()), false, "closed")
    mu:unlock()
  end,
}

scenario{
  name = "D.10 defer: runs when its func returns, results pass through",
  explore = every,
  main = function()
    local log = {}
    local f = func(function(a, b)
      defer(function() log[#log + 1] = "deferred" end)
      log[#log + 1] = "body"
      return b, nil, a
    end)
    eq(select("#", f(1, 2)), 3, "results")
    local x, y, z = f("a", "b")
    eq(x, "b", "first")
    eq(y, nil, "second")
    eq(z, "a", "third")
    eq(table.concat(log, " "), "body deferred body deferred", "order")
  end,
}

scenario{
  name = "D.10 defer: a plain function's deferred call waits for the frame"
    .. " around it",
  explore = every,
  main = function()
    local ran = false
    local function plain() defer(function() ran = true end) end
    func(function()
      plain()
      eq(ran, false, "ran at the plain function's end")
    end)()
    eq(ran, true, "ran at the frame's end")
  end,
}

scenario{
  name = "5.2e panic in a deferred call replaces the one before",
  explore = every,
  main = function()
    local caught
    func(function()
      defer(function() caught = recover() end)
      defer(function() panic("second") end)
      panic("first")
    end)()
    eq(caught, "second", "caught")
    eq(recover(), nil, "left over")
  end,
}

scenario{
  name = "5.2e panic again with a recovered value",
  explore = every,
  main = function()
    defer(function() panic("again: " .. recover()) end)
    panic("boom")
  end,
  expect = always{ panic = "again: boom" },
}

scenario{
  name = "D.9 pcall catches a panic after the frames inside it were run",
  explore = every,
  main = function()
    local log = {}
    local ok, err = pcall(func(function()
      defer(function() log[#log + 1] = "deferred" end)
      panic("boom")
    end))
    eq(ok, false, "ok")
    eq(err, "boom", "value")
    eq(log[1], "deferred", "deferred call")
    eq(recover(), nil, "left over")
  end,
}

scenario{
  name = "D.9 pcall may wait inside",
  explore = every,
  main = function()
    local ch = chan()
    go(function() ch:send(3) end)
    local ok, v = pcall(function()
      time.sleep("1ms")
      return ch:recv()
    end)
    eq(ok, true, "ok")
    eq(v, 3, "value")
  end,
}

scenario{
  name = "5.2d a deferred call may wait",
  explore = every,
  main = function()
    local ch, got = chan(), nil
    go(function() ch:send("late") end)
    func(function()
      defer(function()
        time.sleep("1ms")
        got = ch:recv()
        recover()
      end)
      panic("boom")
    end)()
    eq(got, "late", "value")
  end,
}

scenario{
  name = "D.9 a fatal error passes through recover and pcall",
  explore = every,
  main = function()
    local mu = sync.mutex()
    defer(function() recover() end)
    pcall(mu.unlock, mu)
    check.unreachable("went on after a fatal error")
  end,
  expect = { always{ fatal = "sync: unlock of unlocked mutex" },
    never{ assertion = true } },
}
