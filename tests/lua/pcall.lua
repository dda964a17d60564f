-- pcall, xpcall, error and assert, beside deferred calls and panics.
local t = require "lib.t"

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
    assert(text:find("pcall.lua:" .. line, 1, true), text)
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
    assert(text:find("pcall.lua:" .. line .. ": boom", 1, true), text)
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
      assert(text:find("pcall.lua:" .. line .. ": in function", 1, true), text)
    end
  end,
}
