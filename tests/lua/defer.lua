-- func, defer, panic, recover, and what pcall and xpcall do with them.
local t = require "lib.t"

scenario{
  name = "func: arguments and results pass through, nils included",
  main = function()
    local f = func(function(...) return select("#", ...), ... end)
    t.results({ 3, nil, "x", nil, n = 4 }, f(nil, "x", nil))
    t.results({ n = 0 }, func(function() end)())
    t.results({ nil, n = 1 }, func(function() return nil end)())
  end,
}

scenario{
  name = "func: wants a function",
  main = function()
    t.fails("function", func)
    t.fails("function", func, 42)
    t.fails("function", func, "f")
    t.fails("function", func, {})
  end,
}

scenario{
  name = "func: recursion gives each call its own frame",
  main = function()
    local log = {}
    local f
    f = func(function(n)
      defer(function() log[#log + 1] = n end)
      if n < 3 then f(n + 1) end
    end)
    f(1)
    t.list(log, "3 2 1")
  end,
}

scenario{
  name = "func: a body may block",
  main = function()
    local ch, log = chan(), {}
    go(function()
      time.sleep("1ms")
      ch:send("v")
    end)
    local f = func(function()
      defer(function() log[#log + 1] = "deferred" end)
      local v = ch:recv()
      log[#log + 1] = v
      return v
    end)
    t.eq(f(), "v")
    t.list(log, "v deferred")
  end,
}

scenario{
  name = "defer: runs last in, first out, after the body",
  main = function()
    local log = {}
    func(function()
      for i = 1, 3 do
        defer(function() log[#log + 1] = i end)
      end
      log[#log + 1] = "body"
    end)()
    log[#log + 1] = "after"
    t.list(log, "body 3 2 1 after")
  end,
}

scenario{
  name = "defer: arguments are fixed when it is called",
  main = function()
    local log, v = {}, "then"
    local function note(...)
      log[#log + 1] = select("#", ...)
      log[#log + 1] = (...)
    end
    func(function()
      defer(note, v, nil)
      v = "now"
    end)()
    t.list(log, "2 then")
  end,
}

scenario{
  name = "defer: closures see the last value of a shared variable",
  main = function()
    local log, i = {}, 0
    func(function()
      while i < 3 do
        defer(function() log[#log + 1] = i end)
        defer(function(mine) log[#log + 1] = mine end, i)
        i = i + 1
      end
    end)()
    t.list(log, "2 3 1 3 0 3")
  end,
}

scenario{
  name = "defer: a method is called on its object",
  main = function()
    local mu, log = sync.mutex(), {}
    func(function()
      mu:lock()
      defer(mu, "unlock")
      t.eq(mu:try_lock(), false)
    end)()
    t.eq(mu:try_lock(), true)
    mu:unlock()
    local object = { note = function(self, ...)
      log[#log + 1] = self.tag
      log[#log + 1] = (...)
    end, tag = "mine" }
    func(function() defer(object, "note", 7) end)()
    t.list(log, "mine 7")
  end,
}

scenario{
  name = "defer: a channel's method with the channel as argument",
  main = function()
    local ch = chan()
    go(function()
      defer(ch.close, ch)
      ch:send(1)
    end)
    local got = {}
    for v in ch:range() do got[#got + 1] = v end
    t.list(got, "1")
  end,
}

scenario{
  name = "defer: a plain function shares the frame it is called in",
  main = function()
    local log = {}
    local function plain()
      defer(function() log[#log + 1] = "deferred" end)
      log[#log + 1] = "plain"
    end
    func(function()
      plain()
      log[#log + 1] = "body"
    end)()
    t.list(log, "plain body deferred")
  end,
}

scenario{
  name = "defer: a goroutine's body has a frame of its own",
  main = function()
    local log, done = {}, chan()
    go(function()
      defer(function() done:send(true) end)
      defer(function() log[#log + 1] = "deferred" end)
      log[#log + 1] = "body"
    end)
    done:recv()
    t.list(log, "body deferred")
  end,
}

scenario{
  name = "defer: what a deferred call defers runs too",
  main = function()
    local log = {}
    func(function()
      defer(function()
        log[#log + 1] = "outer"
        defer(function() log[#log + 1] = "inner" end)
      end)
    end)()
    t.list(log, "outer inner")
  end,
}

scenario{
  name = "defer: a deferred call may block",
  main = function()
    local ch = chan()
    go(function()
      time.sleep("2ms")
      ch:send("v")
    end)
    local got
    func(function() defer(function() got = ch:recv() end) end)()
    t.eq(got, "v")
    t.eq(time.now(), 2 * time.ms)
  end,
}

scenario{
  name = "defer: it does not change the results",
  main = function()
    local f = func(function()
      local v = 1
      defer(function() v = 2 end)
      return v
    end)
    t.results({ 1 }, f())
  end,
}

scenario{
  name = "defer: a thousand deferred calls run in order",
  main = function()
    local n = 1000
    func(function()
      for i = 1, 1000 do
        defer(function()
          t.eq(i, n)
          n = n - 1
        end)
      end
    end)()
    t.eq(n, 0)
  end,
}

scenario{
  name = "defer: wants a function, or an object and a method it has",
  main = function()
    local function try(words, ...)
      local args, n = { ... }, select("#", ...)
      t.fails(words, func(function() defer(unpack(args, 1, n)) end))
    end
    try("function|nil")
    try("function|nil", nil)
    try("function|number", 42)
    try("nosuch|method|function", sync.mutex(), "nosuch")
    try("nosuch|method|function", {}, "nosuch")
  end,
}

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
    assert(got:find("defer.lua:" .. line .. ": boom", 1, true), got)
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

scenario{
  name = "pcall: passes arguments and results, nils included",
  main = function()
    t.results({ true, nil, 2, nil, n = 4 },
      pcall(function(...) return ... end, nil, 2, nil))
    t.results({ true, n = 1 }, pcall(function() end))
  end,
}

scenario{
  name = "pcall: may block inside",
  main = function()
    local ch = chan()
    go(function()
      time.sleep("1ms")
      ch:send("v")
    end)
    t.results({ true, "v", true }, pcall(ch.recv, ch))
  end,
}

scenario{
  name = "pcall: catches an error after a wait",
  main = function()
    local ok, err = pcall(function()
      time.sleep("1ms")
      error("late", 0)
    end)
    t.eq(ok, false)
    t.eq(err, "late")
  end,
}

scenario{
  name = "pcall: nests, and goroutines do not mix theirs up",
  main = function()
    local got = {}
    local wg = sync.waitgroup()
    for i = 1, 5 do
      wg:add(1)
      go(function()
        local ok, err = pcall(function()
          local ok, err = pcall(function()
            time.sleep((6 - i) * time.ms)
            error("in " .. i, 0)
          end)
          t.eq(ok, false)
          time.sleep("1ms")
          error(err .. " out", 0)
        end)
        t.eq(ok, false)
        got[i] = err
        wg:done()
      end)
    end
    wg:wait()
    for i = 1, 5 do t.eq(got[i], "in " .. i .. " out") end
  end,
}

scenario{
  name = "xpcall: gives the handler the value, returns what it returns",
  main = function()
    t.results({ false, "handled boom" }, xpcall(function()
      error("boom", 0)
    end, function(v) return "handled " .. v end))
    t.results({ false, "handled told" }, xpcall(function()
      panic("told")
    end, function(v) return "handled " .. v end))
    t.results({ true, 1, 2 }, xpcall(function(...) return ... end,
      function() return "not called" end, 1, 2))
  end,
}

scenario{
  name = "xpcall: may block inside, and the handler sees the stack",
  main = function()
    local line
    local function deep()
      time.sleep("1ms")
      line = t.line() + 1
      error("boom")
    end
    local ok, text = xpcall(deep, debug.traceback)
    t.eq(ok, false)
    assert(text:find("defer.lua:" .. line, 1, true), text)
  end,
}

scenario{
  name = "pcall: what it catches has run its deferred calls",
  main = function()
    local mu = sync.mutex()
    pcall(func(function()
      mu:lock()
      defer(mu, "unlock")
      error("boom")
    end))
    t.eq(mu:try_lock(), true)
  end,
}

scenario{
  name = "pcall: does not catch a fatal error",
  main = function()
    pcall(function() sync.mutex():unlock() end)
    error("went on")
  end,
  expect = always{ fatal = "sync: unlock of unlocked mutex" },
}

scenario{
  name = "recover: does not catch a fatal error",
  main = function()
    defer(function() recover() end)
    sync.mutex():unlock()
  end,
  expect = always{ fatal = "sync: unlock of unlocked mutex" },
}

scenario{
  name = "error: level and value are Lua's",
  main = function()
    local _, plain = pcall(error, "boom", 0)
    t.eq(plain, "boom")
    local line = t.line() + 1
    local _, text = pcall(function() error("boom") end)
    assert(text:find("defer.lua:" .. line .. ": boom", 1, true), text)
    local ok, nothing = pcall(error)
    t.results({ false, nil, n = 2 }, ok, nothing)
  end,
}

scenario{
  name = "assert: passes its values, or fails with its message",
  main = function()
    t.results({ 1, nil, "x", n = 3 }, assert(1, nil, "x"))
    local value = {}
    local _, got = pcall(assert, false, value)
    assert(rawequal(got, value))
    t.fails("assertion failed", assert, nil)
    t.fails("told you", assert, false, "told you")
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

-- ---- frames of coroutines ----

scenario{
  name = "frames: a coroutine that yields takes its deferred calls along",
  main = function()
    local log = {}
    local function note(text) defer(function() log[#log + 1] = text end) end
    local step = coroutine.wrap(func(function()
      note("its first")
      coroutine.yield()
      note("its second")
      coroutine.yield()
    end))
    func(function()
      step()
      note("inner")
    end)()
    t.list(log, "inner")
    func(function()
      note("outer")
      step()
      step()
      t.list(log, "inner its second its first")
    end)()
    t.list(log, "inner its second its first outer")
  end,
}

scenario{
  name = "frames: one that is never resumed leaves no frame behind",
  main = function()
    local log = {}
    coroutine.wrap(func(function()
      defer(function() log[#log + 1] = "not run" end)
      coroutine.yield()
    end))()
    defer(function() t.list(log, "") end)
    func(function()
      defer(function() log[#log + 1] = "run" end)
    end)()
    t.list(log, "run")
    log[1] = nil
  end,
}

scenario{
  name = "frames: a coroutine takes them to the goroutine that resumes it",
  main = function()
    local log, done = {}, chan()
    local step = coroutine.wrap(func(function()
      defer(function() log[#log + 1] = recover() end)
      coroutine.yield()
      panic("boom")
    end))
    step()
    go(function()
      defer(done, "close")
      defer(function() log[#log + 1] = "other's" end)
      step()
    end)
    done:recv()
    defer(function() t.list(log, "boom other's main's") end)
    func(function()
      defer(function() log[#log + 1] = "main's" end)
    end)()
  end,
}

scenario{
  name = "frames: a deferred call that yields goes on recovering",
  main = function()
    local log = {}
    local step = coroutine.wrap(func(function()
      defer(function()
        coroutine.yield()
        log[#log + 1] = recover()
      end)
      panic("inside")
    end))
    func(function()
      defer(function()
        step()
        log[#log + 1] = recover()
        step()
      end)
      panic("outside")
    end)()
    t.list(log, "outside inside")
  end,
}

scenario{
  name = "xpcall: the handler sees the line that panicked, however late",
  main = function()
    local c = chan()
    c:close()
    local line = t.line() + 2
    local function close()
      c:close()
      c = nil
    end
    local texts = chan(2)
    for _ = 1, 2 do
      go(function()
        local _, text = xpcall(close, debug.traceback)
        texts:send(text)
      end)
    end
    for _ = 1, 2 do
      local text = texts:recv()
      assert(text:find("defer.lua:" .. line .. ": in function", 1, true), text)
    end
  end,
}
