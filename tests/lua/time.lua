-- Virtual time: durations, sleeping, timers and tickers, by Go 1.23's rules.
local t = require "lib.t"

scenario{
  name = "time: a run begins at 0 and computing takes no time",
  main = function()
    t.eq(time.now(), 0)
    local n = 0
    for i = 1, 10000 do n = n + i end
    t.eq(time.now(), 0)
  end,
}

scenario{
  name = "time: the units are numbers of nanoseconds",
  main = function()
    t.eq(time.ns, 1)
    t.eq(time.us, 1e3)
    t.eq(time.ms, 1e6)
    t.eq(time.second, 1e9)
    t.eq(time.minute, 60e9)
    t.eq(time.hour, 3600e9)
  end,
}

scenario{
  name = "time: sleep takes exactly its duration",
  main = function()
    time.sleep(1)
    t.eq(time.now(), 1)
    time.sleep(5 * time.ms)
    t.eq(time.now(), 5000001)
    time.sleep("1h")
    t.eq(time.now(), 3600005000001)
  end,
}

scenario{
  name = "time: durations are written as in Go",
  main = function()
    local durations = {
      ["1ns"] = 1, ["1us"] = 1e3, ["1µs"] = 1e3, ["1μs"] = 1e3,
      ["250ms"] = 250e6, ["1.5s"] = 1.5e9, ["2m"] = 120e9,
      ["1h2m3.5s"] = 3723.5e9, ["0"] = 0, ["0s"] = 0, [".5s"] = 0.5e9,
      ["1.s"] = 1e9, ["+3s"] = 3e9, ["0.000000001s"] = 1,
    }
    for text, d in pairs(durations) do
      local start = time.now()
      time.sleep(text)
      t.eq(time.now() - start, d, text)
    end
    local start = time.now()
    time.sleep("-1h")
    t.eq(time.now(), start, "a negative one")
  end,
}

scenario{
  name = "time: what is no duration is an error that shows it",
  main = function()
    for _, bad in ipairs{
      "", "1", "s", "1x", "1 s", "abc", "1s2", "--1s", "1..5s", "ms",
    } do
      local text = t.fails("duration|unit", time.sleep, bad)
      assert(text:find(bad, 1, true), text)
    end
    for _, bad in ipairs{ 0 / 0, true, {}, print } do
      t.fails("duration|number", time.sleep, bad)
    end
    t.fails("duration|number", time.sleep)
    t.eq(time.now(), 0)
  end,
}

scenario{
  name = "time: sleep of nothing or less returns at once",
  main = function()
    for _, d in ipairs{ 0, -1, -1e18, -math.huge } do time.sleep(d) end
    t.eq(time.now(), 0)
  end,
}

scenario{
  name = "time: sleep(math.huge) is for ever",
  main = function() go(function() time.sleep(math.huge) end) end,
  expect = always{ leak = { wait = "sleep", count = 1 } },
}

scenario{
  name = "time: sleepers wake in the order of their deadlines",
  main = function()
    local order = {}
    for _, ms in ipairs{ 30, 10, 20, 50, 40 } do
      go(function()
        time.sleep(ms * time.ms)
        t.eq(time.now(), ms * time.ms)
        order[#order + 1] = ms
      end)
    end
    time.sleep("1s")
    t.list(order, "10 20 30 40 50")
  end,
}

scenario{
  name = "time: it stands still while anything can run",
  main = function()
    local stop, turns = false, 0
    go(function()
      time.sleep("1ms")
      stop = true
    end)
    for _ = 1, 100 do
      runtime.gosched()
      turns = turns + 1
    end
    t.eq(time.now(), 0)
    t.eq(stop, false)
    time.sleep("2ms")
    t.eq(stop, true)
  end,
}

scenario{
  name = "time: since is the time gone by",
  main = function()
    local start = time.now()
    time.sleep("7ms")
    t.eq(time.since(start), 7 * time.ms)
  end,
}

scenario{
  name = "time: after gives its time, once, after its duration",
  main = function()
    local ch = time.after("5ms")
    t.eq(select{ recv(ch), default = true }, "default")
    local v, ok = ch:recv()
    t.eq(v, 5 * time.ms)
    t.eq(ok, true)
    t.eq(time.now(), 5 * time.ms)
    time.sleep("1h")
    t.eq(select{ recv(ch), default = true }, "default")
  end,
}

scenario{
  name = "time: after of nothing or less is ready at once",
  main = function()
    time.after(0):recv()
    time.after(-5):recv()
    t.eq(time.now(), 0)
  end,
}

scenario{
  name = "time: what is due with a sleeper has fired before it goes on",
  main = function()
    local fired = 0
    local a, b = time.after("1ms"), time.new_timer("1ms")
    time.after_func("1ms", function() fired = fired + 1 end)
    time.sleep("1ms")
    t.eq(select{ recv(a), default = true }, 1)
    t.eq(select{ recv(b.c), default = true }, 1)
    time.sleep(1)
    t.eq(fired, 1)
  end,
}

scenario{
  name = "time: a timer's channel has no length and no capacity",
  main = function()
    local timer = time.new_timer("1ms")
    t.eq(timer.c:cap(), 0)
    t.eq(timer.c:len(), 0)
    time.sleep("2ms")
    t.eq(timer.c:len(), 0, "len after it fired")
    timer.c:recv()
  end,
}

scenario{
  name = "time: stop tells whether the timer was still active",
  main = function()
    local timer = time.new_timer("1ms")
    t.eq(timer:stop(), true)
    t.eq(timer:stop(), false)
    time.sleep("1s")
    t.eq(select{ recv(timer.c), default = true }, "default")
    timer = time.new_timer("1ms")
    timer.c:recv()
    t.eq(timer:stop(), false)
  end,
}

scenario{
  name = "time: after stop or reset no stale value is received",
  main = function()
    local timer = time.new_timer("1ms")
    time.sleep("2ms")
    t.eq(timer:stop(), true, "expired, its value not received")
    t.eq(select{ recv(timer.c), default = true }, "default")
    timer = time.new_timer("1ms")
    time.sleep("2ms")
    t.eq(timer:reset("10ms"), true)
    t.eq(select{ recv(timer.c), default = true }, "default")
    local start = time.now()
    timer.c:recv()
    t.eq(time.since(start), 10 * time.ms)
  end,
}

scenario{
  name = "time: reset starts a stopped timer again",
  main = function()
    local timer = time.new_timer("1h")
    timer:stop()
    t.eq(timer:reset("1ms"), false)
    timer.c:recv()
    t.eq(time.now(), 1 * time.ms)
    t.eq(timer:reset("1ms"), false)
    timer.c:recv()
    t.eq(time.now(), 2 * time.ms)
  end,
}

scenario{
  name = "time: a ticker ticks at its interval until it is stopped",
  main = function()
    local ticker, at = time.new_ticker("10ms"), {}
    for i = 1, 3 do
      ticker.c:recv()
      at[i] = time.now() / time.ms
    end
    t.list(at, "10 20 30")
    ticker:stop()
    time.sleep("1s")
    t.eq(select{ recv(ticker.c), default = true }, "default")
  end,
}

scenario{
  name = "time: a ticker drops ticks for a slow receiver",
  main = function()
    local ticker = time.new_ticker("10ms")
    time.sleep("35ms")
    ticker.c:recv()
    t.eq(time.now(), 35 * time.ms, "the tick that was kept")
    ticker.c:recv()
    t.eq(time.now(), 40 * time.ms, "the next one")
    ticker:stop()
  end,
}

scenario{
  name = "time: a ticker's reset changes its interval",
  main = function()
    local ticker = time.new_ticker("1h")
    ticker:reset("5ms")
    ticker.c:recv()
    ticker.c:recv()
    t.eq(time.now(), 10 * time.ms)
    ticker:stop()
  end,
}

scenario{
  name = "time: stopping a ticker does not close its channel",
  main = function()
    local ticker = time.new_ticker("1ms")
    ticker:stop()
    go(function() ticker.c:recv() end)
  end,
  expect = always{ leak = { wait = "chan receive", count = 1 } },
}

scenario{
  name = "time: a ticker's interval must be positive, in Go's words",
  main = function()
    local ticker = time.new_ticker("1ms")
    for _, d in ipairs{ 0, -1, "-1s" } do
      t.panics("non-positive interval for NewTicker", time.new_ticker, d)
      t.panics("non-positive interval for Ticker.Reset", ticker.reset,
        ticker, d)
    end
    ticker:stop()
  end,
}

scenario{
  name = "time: tick is a channel to range over",
  main = function()
    local n = 0
    for _ in time.tick("1ms"):range() do
      n = n + 1
      if n == 3 then break end
    end
    t.eq(time.now(), 3 * time.ms)
  end,
}

scenario{
  name = "time: a ticker nobody stopped does not hold up the end",
  main = function()
    local ticker = time.new_ticker("1s")
    ticker.c:recv()
  end,
}

scenario{
  name = "time: after_func runs its function in a goroutine of its own",
  main = function()
    local at, count
    local timer = time.after_func("5ms", function()
      count = runtime.num_goroutine()
      time.sleep("1ms")
      at = time.now()
    end)
    t.eq(timer.c, nil)
    time.sleep("1s")
    t.eq(count, 2)
    t.eq(at, 6 * time.ms)
    t.eq(timer:stop(), false)
  end,
}

scenario{
  name = "time: a stopped after_func never runs",
  main = function()
    local timer = time.after_func("5ms", function() error("ran") end)
    t.eq(timer:stop(), true)
    t.eq(timer:stop(), false)
    time.sleep("1s")
  end,
}

scenario{
  name = "time: after_func's reset moves it, or runs it again",
  main = function()
    local at = {}
    local timer = time.after_func("5ms", function()
      at[#at + 1] = time.now() / time.ms
    end)
    t.eq(timer:reset("20ms"), true)
    time.sleep("30ms")
    t.eq(timer:reset("20ms"), false)
    time.sleep("30ms")
    t.list(at, "20 50")
  end,
}

scenario{
  name = "time: after_func wants a function",
  main = function()
    t.fails("function", time.after_func, "1ms")
    t.fails("function", time.after_func, "1ms", 42)
  end,
}

scenario{
  name = "time: the methods of a timer ask for a timer",
  main = function()
    local timer, ticker = time.new_timer("1ms"), time.new_ticker("1ms")
    t.fails("timer", timer.stop, 42)
    t.fails("timer", timer.reset, {}, "1s")
    t.fails("timer", timer.stop)
    t.fails("ticker|timer", ticker.stop, "x")
    t.fails("duration|number", timer.reset, timer, "soon")
    ticker:stop()
  end,
}

scenario{
  name = "time: format writes durations as Go does",
  main = function()
    local texts = {
      [0] = "0s", [1] = "1ns", [-1] = "-1ns", [1100] = "1.1µs",
      [1500] = "1.5µs", [2200000] = "2.2ms", [250e6] = "250ms",
      [1e9] = "1s", [1.5e9] = "1.5s", [60e9] = "1m0s", [90e9] = "1m30s",
      [3600e9] = "1h0m0s", [3723.5e9] = "1h2m3.5s", [-90e9] = "-1m30s",
      [245001e6] = "4m5.001s", [100 * 3600e9] = "100h0m0s",
    }
    for d, text in pairs(texts) do t.eq(time.format(d), text) end
    t.eq(time.format("90s"), "1m30s")
    t.fails("duration|number", time.format, {})
    t.fails("duration|unit", time.format, "soon")
  end,
}

scenario{
  name = "time: ten thousand timers fire, each at its time",
  main = function()
    local n, last = 0, 0
    for i = 1, 10000 do
      time.after_func(((i * 7919) % 10007) * time.us, function()
        assert(time.now() >= last)
        last = time.now()
        n = n + 1
      end)
    end
    time.sleep("1s")
    t.eq(n, 10000)
  end,
  explore = { strategy = "default" },
}
