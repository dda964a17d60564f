-- Go semantics, section 8: timers that run a function, and tickers.
local t = require "lib.t"
local eq, every, try_recv = t.eq, t.every, t.try_recv
local ms = time.ms

-- Asking for the time may let others run: not inside a table access.
local function note_time(log)
  local at = time.now()
  log[#log + 1] = at / ms
end

scenario{
  name = "8.3a after_func runs once, at its instant, in its own goroutine",
  explore = every,
  main = function()
    local runs, at, gate = 0, nil, chan()
    local before = runtime.num_goroutine()
    local t = time.after_func("5ms", function()
      runs = runs + 1
      at = time.now()
      gate:recv()
    end)
    eq(t.c, nil, "channel")
    time.sleep("20ms")
    eq(runs, 1, "runs")
    eq(at, 5 * ms, "time of the run")
    eq(runtime.num_goroutine(), before + 1, "goroutines")
    gate:send(true)
  end,
}

scenario{
  name = "8.3b after_func's stop is true when it prevented the run",
  explore = every,
  main = function()
    local t = time.after_func("5ms", function() error("ran") end)
    time.sleep("1ms")
    eq(t:stop(), true, "first stop")
    eq(t:stop(), false, "second stop")
    time.sleep("10ms")
  end,
}

scenario{
  name = "8.3b after_func's stop is false once it was started, finished or"
    .. " not",
  explore = every,
  main = function()
    local gate, finished = chan(), false
    local t = time.after_func("1ms", function()
      gate:recv()
      finished = true
    end)
    time.sleep("2ms")
    eq(finished, false, "finished")
    eq(t:stop(), false, "stop while it runs")
    gate:send(true)
    time.sleep("1ms")
    eq(finished, true, "finished")
    eq(t:stop(), false, "stop after it ran")
  end,
}

scenario{
  name = "8.3c after_func's reset is true when it moved a pending run",
  explore = every,
  main = function()
    local log = {}
    local t = time.after_func("5ms", function() note_time(log) end)
    time.sleep("1ms")
    eq(t:reset("9ms"), true, "reset")
    time.sleep("20ms")
    eq(table.concat(log, " "), "10", "times")
  end,
}

scenario{
  name = "8.3c after_func's reset is false after a run, and schedules"
    .. " another",
  explore = every,
  main = function()
    local log = {}
    local t = time.after_func("1ms", function() note_time(log) end)
    time.sleep("2ms")
    eq(t:reset("3ms"), false, "reset after the run")
    time.sleep("8ms")
    t:reset("1ms")
    t:stop()
    eq(t:reset("2ms"), false, "reset after a stop")
    time.sleep("5ms")
    eq(table.concat(log, " "), "1 5 12", "times")
  end,
}

scenario{
  name = "8.3c after_func reset while it runs may overlap itself",
  explore = every,
  main = function()
    local active, most, wg = 0, 0, sync.waitgroup()
    wg:add(2)
    local t = time.after_func("1ms", function()
      active = active + 1
      most = math.max(most, active)
      time.sleep("5ms")
      active = active - 1
      wg:done()
    end)
    time.sleep("2ms")
    eq(t:reset("1ms"), false, "reset while it runs")
    wg:wait()
    eq(most, 2, "active at once")
    eq(time.now(), 8 * ms, "end")
  end,
}

scenario{
  name = "8.3a after_func of nothing or less runs at once",
  explore = every,
  main = function()
    local log = {}
    for _, d in ipairs{ 0, -1, "-1h" } do
      time.after_func(d, function() note_time(log) end)
    end
    time.sleep("1ms")
    eq(table.concat(log, " "), "0 0 0", "times")
  end,
}

scenario{
  name = "8.4g ticker: ticks at every period",
  explore = every,
  main = function()
    local ticker = time.new_ticker("3ms")
    for i = 1, 4 do
      ticker.c:recv()
      eq(time.now(), i * 3 * ms, "time of tick " .. i)
    end
    ticker:stop()
  end,
}

scenario{
  name = "8.1a ticker: its channel has len and cap 0",
  explore = every,
  main = function()
    local ticker = time.new_ticker("1ms")
    time.sleep("5ms")
    eq(#ticker.c, 0, "len")
    eq(ticker.c:cap(), 0, "cap")
    ticker:stop()
  end,
}

scenario{
  name = "8.4e ticker: ticks are dropped for a slow receiver, the beat stays",
  explore = every,
  main = function()
    local ticker = time.new_ticker("10ms")
    time.sleep("35ms")
    ticker.c:recv()
    eq(time.now(), 35 * ms, "time of the kept tick")
    eq(try_recv(ticker.c), "default", "a second kept tick")
    ticker.c:recv()
    eq(time.now(), 40 * ms, "time of the next tick")
    ticker:stop()
  end,
}

scenario{
  name = "8.4f ticker: stop takes a tick back and does not close the channel",
  explore = every,
  main = function()
    local ticker = time.new_ticker("1ms")
    time.sleep(1.5 * ms)
    ticker:stop()
    eq(try_recv(ticker.c), "default", "after the stop")
    time.sleep("5ms")
    eq(try_recv(ticker.c), "default", "later")
  end,
}

scenario{
  name = "8.4g ticker: reset sets a new beat and leaves no stale tick",
  explore = every,
  main = function()
    local ticker = time.new_ticker("1ms")
    time.sleep(1.5 * ms)
    ticker:reset("4ms")
    eq(try_recv(ticker.c), "default", "stale tick")
    ticker.c:recv()
    eq(time.now(), 5.5 * ms, "first tick")
    ticker.c:recv()
    eq(time.now(), 9.5 * ms, "second tick")
    ticker:stop()
    ticker:reset("1ms")
    ticker.c:recv()
    eq(time.now(), 10.5 * ms, "first tick after stop and reset")
    ticker:stop()
  end,
}

scenario{
  name = "8.4g ticker: a period of nothing or less panics",
  explore = every,
  main = function()
    local ticker = time.new_ticker("1ms")
    for _, d in ipairs{ 0, -1, "-1s" } do
      local ok, err = pcall(time.new_ticker, d)
      eq(ok, false, "new_ticker(" .. d .. ") succeeded")
      eq(err, "non-positive interval for NewTicker", "text")
      ok, err = pcall(ticker.reset, ticker, d)
      eq(ok, false, "reset(" .. d .. ") succeeded")
      eq(err, "non-positive interval for Ticker.Reset", "reset's text")
    end
    ticker:stop()
  end,
}

scenario{
  name = "8.4g ticker: one of no period kills the process",
  explore = every,
  main = function() time.new_ticker(0) end,
  expect = always{ panic = "non-positive interval for NewTicker" },
}

scenario{
  name = "8.4g tick: the channel alone, none for nothing or less",
  explore = every,
  main = function()
    local c = time.tick("2ms")
    for i = 1, 3 do
      c:recv()
      eq(time.now(), i * 2 * ms, "time of tick " .. i)
    end
    for _, d in ipairs{ 0, -1 } do
      eq(time.tick(d), nilchan, "tick(" .. d .. ")")
    end
  end,
}
