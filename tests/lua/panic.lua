-- panic, recover and Goexit: what deferred calls meet.
local t = require "lib.t"

scenario{
  name = "panic: pcall catches it, the value unchanged",
  main = function()
    local value = {}
    for _, v in ipairs{ "text", 42, true, value, print } do
      local ok, got = pcall(panic, v)
      t.eq(ok, false)
      assert(rawequal(got, v), "changed: " .. tostring(got))
    end
  end,
}

scenario{
  name = "panic: the deferred calls on its way run, inner first",
  main = function()
    local log = {}
    local inner = func(function()
      defer(function() log[#log + 1] = "inner" end)
      panic("boom")
    end)
    local outer = func(function()
      defer(function() log[#log + 1] = "outer" end)
      inner()
      log[#log + 1] = "not reached"
    end)
    t.panics("boom", outer)
    t.list(log, "inner outer")
  end,
}

scenario{
  name = "panic: uncaught, it ends the run with its text",
  main = function() panic("told you") end,
  expect = always{ panic = "told you" },
}

scenario{
  name = "panic: uncaught in a goroutine, it ends the run",
  main = function()
    go(function() panic("told you") end)
    chan():recv()
  end,
  expect = always{ panic = "told you" },
}

scenario{
  name = "panic: a Lua error is one, and its text has the position",
  main = function() error("boom") end,
  expect = always{ panic = "boom" },
}

scenario{
  name = "panic: an error value that is a table is one too",
  main = function() error({ code = 7 }) end,
  expect = always{ panic = true },
}

scenario{
  name = "panic: indexing nil is Go's nil dereference",
  main = function()
    local nothing
    return nothing.field
  end,
  expect = always{
    panic = "invalid memory address or nil pointer dereference",
  },
}

scenario{
  name = "panic: nil as its value is still a panic",
  main = function()
    local recovered, v = false, nil
    func(function()
      defer(function()
        v = recover()
        recovered = true
      end)
      panic(nil)
    end)()
    t.eq(recovered, true)
    assert(v ~= nil, "recover gave nil")
  end,
}

scenario{
  name = "panic: one in a deferred call takes the place of the first",
  main = function()
    local log = {}
    local f = func(function()
      defer(function() log[#log + 1] = "still run" end)
      defer(function() panic("second") end)
      panic("first")
    end)
    t.panics("second", f)
    t.list(log, "still run")
  end,
}

scenario{
  name = "panic: one in a deferred call of a function that returned",
  main = function()
    local f = func(function()
      defer(function() panic("late") end)
      return 1
    end)
    t.panics("late", f)
  end,
}

scenario{
  name = "recover: stops the panic, gives its value, the rest goes on",
  main = function()
    local v
    local f = func(function()
      defer(function() v = recover() end)
      panic("boom")
    end)
    f()
    t.eq(v, "boom")
  end,
}

scenario{
  name = "recover: a func that recovered returns nothing",
  main = function()
    local f = func(function()
      defer(function() recover() end)
      panic("boom")
    end)
    t.results({ n = 0 }, f())
  end,
}

scenario{
  name = "recover: gives a table its identity back",
  main = function()
    local value, got = {}, nil
    func(function()
      defer(function() got = recover() end)
      error(value)
    end)()
    assert(rawequal(got, value))
  end,
}

scenario{
  name = "recover: a Lua error is recovered with its position",
  main = function()
    local got, line
    func(function()
      defer(function() got = recover() end)
      line = t.line() + 1
      error("boom")
    end)()
    assert(got:find("panic.lua:" .. line .. ": boom", 1, true), got)
  end,
}

scenario{
  name = "recover: Go's run-time texts come without a position",
  main = function()
    local got
    func(function()
      defer(function() got = recover() end)
      nilchan:close()
    end)()
    t.eq(got, "close of nil channel")
  end,
}

scenario{
  name = "recover: outside a deferred call it gives nil",
  main = function()
    t.eq(recover(), nil)
    func(function()
      t.eq(recover(), nil)
      defer(function() t.eq(recover(), nil, "without a panic") end)
    end)()
  end,
}

scenario{
  name = "recover: works in a plain function the deferred call calls",
  main = function()
    local got
    local function helper() got = recover() end
    func(function()
      defer(function() helper() end)
      panic("boom")
    end)()
    t.eq(got, "boom")
  end,
}

scenario{
  name = "recover: does not work in a func the deferred call calls",
  main = function()
    local got = "unset"
    local helper = func(function() got = recover() end)
    local f = func(function()
      defer(function() helper() end)
      panic("boom")
    end)
    t.panics("boom", f)
    t.eq(got, nil)
  end,
}

scenario{
  name = "recover: the second one finds nothing",
  main = function()
    local first, second = nil, "unset"
    func(function()
      defer(function() second = recover() end)
      defer(function() first = recover() end)
      panic("boom")
    end)()
    t.eq(first, "boom")
    t.eq(second, nil)
  end,
}

scenario{
  name = "recover: after it, a new panic is a panic of its own",
  main = function()
    local f = func(function()
      defer(function()
        recover()
        panic("again")
      end)
      panic("first")
    end)
    t.panics("again", f)
  end,
}

scenario{
  name = "recover: stops at the frame that deferred it",
  main = function()
    local log = {}
    local inner = func(function() panic("boom") end)
    local middle = func(function()
      defer(function() log[#log + 1] = recover() end)
      inner()
      log[#log + 1] = "not reached"
    end)
    func(function()
      middle()
      log[#log + 1] = "outer"
    end)()
    t.list(log, "boom outer")
  end,
}

scenario{
  name = "recover: a goroutine that recovered ends quietly",
  main = function()
    local got = chan(1)
    go(function()
      defer(function() got:send(recover()) end)
      panic("boom")
    end)
    t.eq(got:recv(), "boom")
    time.sleep("1ms")
    t.eq(runtime.num_goroutine(), 1)
  end,
}

scenario{
  name = "recover: main's own frame recovers too",
  main = function()
    defer(function() t.eq(recover(), "boom") end)
    panic("boom")
  end,
}

-- ---- panics that follow one another ----

scenario{
  name = "chain: the panic of a func that a deferred call calls comes after",
  main = function()
    defer(function() func(panic)("second") end)
    panic("first")
  end,
  expect = always{ panic = "first\n\tpanic: second" },
}

scenario{
  name = "chain: what pcall caught in a deferred call is not in it",
  main = function()
    defer(function() t.panics("second", func(panic), "second") end)
    panic("first")
  end,
  expect = { always{ panic = "first" }, never{ panic = "second" } },
}

scenario{
  name = "chain: an error that pcall caught is another than one like it",
  main = function()
    local f = func(function() error("same", 0) end)
    pcall(func(function()
      defer(f)
      error("before", 0)
    end))
    f()
  end,
  expect = { always{ panic = "same" }, never{ panic = "before" } },
}

scenario{
  name = "chain: the same value raised again is told once",
  main = function()
    local again = func(function() panic(recover()) end)
    for _ = 1, 3 do defer(again) end
    panic("boom")
  end,
  expect = { always{ panic = "boom [recovered, repanicked]" },
    never{ panic = "\n" } },
}

scenario{
  name = "chain: of very many the first and the last are told",
  main = function()
    for i = 1, 500 do defer(panic, "number " .. i) end
    panic("the first")
  end,
  expect = always{ panic = "the first\n\t... (" },
}

scenario{
  name = "chain: of very many the last one stands last",
  main = function()
    for i = 1, 500 do defer(panic, "number " .. i) end
    panic("the first")
  end,
  expect = always{ panic = "more)\n\tpanic: number " },
}

scenario{
  name = "chain: long texts leave room for those that follow",
  main = function()
    defer(panic, "the last")
    defer(panic, ("é"):rep(3000))
    panic(("x"):rep(3000))
  end,
  expect = always{ panic = "é...\n\tpanic: the last" },
}

scenario{
  name = "chain: whoever catches a panic gets its value, however far it came",
  main = function()
    local value = setmetatable({}, { __tostring = function() return "v" end })
    local inner = func(function() error(value) end)
    local outer = func(function()
      defer(function() end)
      inner()
    end)
    local ways = {
      pcall = function() return select(2, pcall(outer)) end,
      xpcall = function()
        return select(2, xpcall(outer, function(e) return e end))
      end,
      resume = function()
        return select(2, coroutine.resume(coroutine.create(outer)))
      end,
      wrap = function() return select(2, pcall(coroutine.wrap(outer))) end,
      recover = function()
        local got
        func(function()
          defer(function() got = recover() end)
          outer()
        end)()
        return got
      end,
      sort = function() return select(2, pcall(table.sort, { 1, 2 }, outer)) end,
      gsub = function()
        return select(2, pcall(string.gsub, "a", "a", outer))
      end,
      index = function()
        local mt = setmetatable({}, { __index = outer })
        return select(2, pcall(function() return mt.x end))
      end,
      once_value = function()
        return select(2, pcall(sync.once_value(outer)))
      end,
      singleflight = function()
        local sf = singleflight.new()
        return select(2, pcall(sf.call, sf, "key", outer))
      end,
      pool = function()
        local p = pool.new{ max = 1, open = outer }
        return select(2, pcall(p.get, p))
      end,
    }
    for name, way in pairs(ways) do
      assert(rawequal(way(), value), name)
    end
  end,
}

-- ---- Goexit and what comes after it ----

scenario{
  name = "goexit: pcall catches the panic after it, and it goes on",
  main = function()
    local log, done = {}, chan()
    go(function()
      defer(done, "close")
      defer(function() log[#log + 1] = "last" end)
      local leaves = func(function()
        defer(func(panic), "late")
        runtime.goexit()
      end)
      pcall(leaves)
      log[#log + 1] = "not reached"
    end)
    done:recv()
    t.list(log, "last")
  end,
}

scenario{
  name = "goexit: nor do xpcall and a coroutine hold it up",
  main = function()
    local log, done = {}, chan()
    for _, catch in ipairs{
      function(f) xpcall(f, function() log[#log + 1] = "handled" end) end,
      function(f) coroutine.resume(coroutine.create(f)) end,
      function(f) coroutine.wrap(f)() end,
    } do
      go(function()
        defer(done, "send", true)
        catch(func(function()
          defer(func(panic), "late")
          runtime.goexit()
        end))
        log[#log + 1] = "not reached"
      end)
      done:recv()
    end
    t.list(log, "")
  end,
}

scenario{
  name = "goexit: pcall within its deferred call catches what it likes",
  main = function()
    local log, done = {}, chan()
    go(function()
      defer(done, "close")
      defer(function()
        t.panics("late", func(panic), "late")
        log[#log + 1] = "caught"
      end)
      runtime.goexit()
    end)
    done:recv()
    t.list(log, "caught")
  end,
}
