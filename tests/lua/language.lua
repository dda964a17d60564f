-- Lua's own functions, where ours stand in for them.
local t = require "lib.t"

scenario{
  name = "language: error through a tail call has no position of ours",
  main = function()
    t.results({ false, "x" }, pcall(error, "x"))
    t.results({ false, "x" }, pcall(function() return error("x") end))
    local _, e = pcall(function() error("here") end)
    t.eq(e:match("^[^:]+:%d+: here$") ~= nil, true)
    _, e = pcall(chan, 0.5) -- named where it is called from
    t.eq(e:match("^[^:]*language%.lua:%d+: a channel's capacity") ~= nil, true)
    local co = coroutine.create(function() return error("in") end)
    t.results({ false, "in" }, coroutine.resume(co))
  end,
}

scenario{
  name = "language: recover gets the value without a position of ours",
  main = function()
    local got
    func(function()
      defer(function() got = recover() end)
      func(function() return error("tail") end)()
    end)()
    t.eq(got, "tail")
  end,
}

scenario{
  name = "language: an error handler may fail, or try to block",
  main = function()
    t.results({ false, "caught" }, xpcall(error, function() return "caught" end))
    local ok, e = xpcall(error, function() error("again", 0) end)
    t.eq(ok, false)
    t.eq(e, "again")
    local ch = chan()
    ok, e = xpcall(error, function() ch:send(1) end)
    t.eq(ok, false)
    t.eq(e:find("cannot block here", 1, true) ~= nil, true)
  end,
}

scenario{
  name = "language: goexit passes through an error handler",
  main = function()
    local went_on
    go(function()
      xpcall(error, function() runtime.goexit() end)
      went_on = true
    end)
    time.sleep("1ms")
    t.eq(went_on, nil)
  end,
}

scenario{
  name = "language: setfenv counts levels as Lua does",
  main = function()
    local function confined()
      setfenv(1, { y = 5 })
      return y
    end
    t.eq(confined(), 5)
    t.eq(type(string), "table")
  end,
}

scenario{
  name = "language: debug.traceback shows the script's frames only",
  main = function()
    local trace
    pcall(function() trace = debug.traceback("here") end)
    t.eq(trace:match("^here\nstack traceback:\n") ~= nil, true)
    t.eq(trace:find("seep:", 1, true), nil)
    t.eq(trace:find("[C]", 1, true), nil)
    t.eq(trace:find("language.lua:", 1, true) ~= nil, true)
    t.eq(debug.traceback(trace, 1e9), trace .. "\nstack traceback:\n")
  end,
}

scenario{
  name = "language: load gives one value, or nil and why",
  main = function()
    t.eq(select("#", load("return 1")), 1)
    t.eq(select("#", load("return =")), 2)
  end,
}

scenario{
  name = "language: require gives Lua's own libraries",
  main = function()
    for _, name in ipairs{ "string", "table", "math", "bit", "coroutine" } do
      t.eq(require(name), _G[name])
    end
    t.fails("module 'ffi' not found", require, "ffi")
  end,
}

scenario{
  name = "language: the channel of a timer can only be received from",
  main = function()
    local timer = time.new_timer("1ms")
    t.eq(timer.c, timer.c)
    t.fails("cannot close receive-only channel", timer.c.close, timer.c)
    t.fails("cannot send to receive-only channel", timer.c.send, timer.c, 1)
    t.eq(timer.c:recv(), time.ms)
    t.fails("cannot send to", send, time.after("1ms"), 1)
    t.fails("cannot close", time.tick("1h").close, time.tick("1h"))
  end,
}

scenario{
  name = "language: gomaxprocs takes P's away, too",
  main = function()
    t.eq(runtime.gomaxprocs(4), 1)
    local n = 0
    for _ = 1, 20 do
      go(function()
        runtime.gosched()
        n = n + 1
        runtime.gomaxprocs(n % 4 + 1)
      end)
    end
    time.sleep("1ms")
    t.eq(n, 20)
    runtime.gomaxprocs(1)
    t.eq(runtime.gomaxprocs(), 1)
    t.fails("a whole number up to 64", runtime.gomaxprocs, 1.5)
  end,
  explore = { runs = 50 },
}

scenario{
  name = "language: select's default is true or false",
  main = function()
    t.fails("default must be true or false, got number", select,
      { default = 1 })
  end,
}

scenario{
  name = "language: a stuck main is called main",
  main = function() chan():recv() end,
  expect = always{ deadlock = { name = "main", wait = "chan receive" } },
}

scenario{
  name = "language: a race is named by file and line, without folders",
  main = function()
    local x = shared(0)
    go(function() x:set(1) end)
    x:set(2)
  end,
  expect = always{ race = { name = "language.lua:151" } },
}

scenario{
  name = "language: booleans panic as Go prints them",
  main = function() panic(false) end,
  expect = always{ panic = "false" },
}

scenario{
  name = "language: the same value panicked again",
  main = function()
    defer(function() panic(recover()) end)
    panic("one")
  end,
  expect = always{ panic = "one [recovered, repanicked]" },
}
