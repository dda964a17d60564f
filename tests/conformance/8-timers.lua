-- Go semantics, section 8: timers and sleeping, by the rules of Go 1.23.
local t = require "lib.t"
local eq, every, try_recv = t.eq, t.every, t.try_recv
local ms = time.ms

scenario{
  name = "8.1a a timer's channel has len and cap 0 before and after it fired",
  explore = every,
  main = function()
    local t = time.new_timer("1ms")
    for _ = 1, 2 do
      eq(#t.c, 0, "len at " .. time.now())
      eq(t.c:cap(), 0, "cap at " .. time.now())
      time.sleep("2ms")
    end
    eq(try_recv(t.c), "recv", "the unobserved value")
    eq(try_recv(t.c), "default", "a second value")
  end,
}

scenario{
  name = "8.1d a timer fires at its instant",
  explore = every,
  main = function()
    local t = time.new_timer("3ms")
    eq(t.c:recv(), 3 * ms, "value")
    eq(time.now(), 3 * ms, "time")
  end,
}

scenario{
  name = "8.1b stop after an unobserved expiry is true and takes the value"
    .. " back",
  explore = every,
  main = function()
    local t = time.new_timer("1ms")
    time.sleep("2ms")
    eq(t:stop(), true, "stop")
    eq(try_recv(t.c), "default", "stale value")
    time.sleep("2ms")
    eq(try_recv(t.c), "default", "late value")
  end,
}

scenario{
  name = "8.1b a value that was seen to be there is gone after stop and reset",
  explore = every,
  main = function()
    for _, f in ipairs{ "stop", "reset" } do
      local t = time.new_timer("1ms")
      time.sleep("2ms")
      eq(t.c:len(), 0, "len")
      eq(t[f](t, "5ms"), true, f)
      eq(try_recv(t.c), "default", "value after " .. f)
      t:stop()
    end
  end,
}

scenario{
  name = "8.1b reset after an unobserved expiry is true and leaves no stale"
    .. " value",
  explore = every,
  main = function()
    local t = time.new_timer("1ms")
    time.sleep("2ms")
    eq(t:reset("5ms"), true, "reset")
    eq(try_recv(t.c), "default", "stale value")
    eq(t.c:recv(), 7 * ms, "value")
    eq(time.now(), 7 * ms, "time")
  end,
}

scenario{
  name = "8.1c stop and reset are false once the value was received",
  explore = every,
  main = function()
    local t = time.new_timer("1ms")
    t.c:recv()
    eq(t:stop(), false, "stop")
    eq(t:reset("1ms"), false, "reset")
    t.c:recv()
    eq(time.now(), 2 * ms, "time of the second value")
  end,
}

scenario{
  name = "8.1c stop is true once, and the timer stays silent",
  explore = every,
  main = function()
    local t = time.new_timer("1ms")
    eq(t:stop(), true, "first stop")
    eq(t:stop(), false, "second stop")
    time.sleep("2ms")
    eq(try_recv(t.c), "default", "value")
  end,
}

scenario{
  name = "8.1c reset of a running timer moves it, of a stopped one starts it",
  explore = every,
  main = function()
    local t = time.new_timer("5ms")
    eq(t:reset("1ms"), true, "reset of a running timer")
    t.c:recv()
    eq(time.now(), ms, "time")
    t:reset("5ms")
    t:stop()
    eq(t:reset("2ms"), false, "reset of a stopped timer")
    t.c:recv()
    eq(time.now(), 3 * ms, "time after the stop")
  end,
}

scenario{
  name = "8.1d stop leaves a parked receiver parked, reset serves it",
  explore = every,
  main = function()
    local t, at = time.new_timer("5ms"), nil
    local g = go(function()
      t.c:recv()
      at = time.now()
    end)
    time.sleep("1ms")
    eq(t:stop(), true, "stop")
    time.sleep("9ms")
    eq(at, nil, "received though stopped")
    eq(g:wait_reason(), "chan receive", "wait reason")
    t:reset("1ms")
    time.sleep("2ms")
    eq(at, 11 * ms, "time of the value")
  end,
}

scenario{
  name = "8.1d a timer's value goes to one receiver only",
  explore = every,
  main = function()
    local t, got, quit = time.new_timer("1ms"), 0, chan()
    for _ = 1, 2 do
      go(function()
        if select{ recv(t.c), recv(quit) } == 1 then got = got + 1 end
      end)
    end
    time.sleep("2ms")
    eq(got, 1, "receivers served")
    quit:close()
  end,
}

scenario{
  name = "8.2c drain after stop: right while the value is still there",
  explore = every,
  main = function()
    local t = time.new_timer("1ms")
    time.sleep("2ms")
    if not t:stop() then t.c:recv() end
    eq(try_recv(t.c), "default", "stale value")
    eq(t:reset("1ms"), false, "reset")
    t.c:recv()
    eq(time.now(), 3 * ms, "time")
  end,
}

scenario{
  name = "8.2c drain after stop waits for ever once the value was received",
  explore = every,
  main = function()
    local t = time.new_timer("1ms")
    t.c:recv()
    if not t:stop() then t.c:recv() end
  end,
  expect = { always{ deadlock = { wait = "chan receive", count = 1 } },
    never{ panic = true } },
}

scenario{
  name = "8.4a sleep of nothing or less returns at once",
  explore = every,
  main = function()
    for _, d in ipairs{ 0, -1, "0s", "-5m", -2^62 } do
      time.sleep(d)
      eq(time.now(), 0, "time after " .. d)
    end
  end,
}

scenario{
  name = "8.4a sleep takes numbers and Go's spellings",
  explore = every,
  timeout = "10h",
  main = function()
    local at = 0
    local spellings = {
      [1] = 1, ["1ns"] = 1, ["2us"] = 2000, ["250ms"] = 250 * ms,
      ["1h2m3.5s"] = 3723500 * ms, ["1.5h"] = 5400 * 1000 * ms,
    }
    for d, ns in pairs(spellings) do
      time.sleep(d)
      at = at + ns
      eq(time.now(), at, "time after " .. d)
    end
  end,
}

scenario{
  name = "8.4b after of nothing or less fires at once",
  explore = every,
  main = function()
    for _, d in ipairs{ 0, -1, "-1h" } do
      time.after(d):recv()
      eq(time.now(), 0, "time after " .. d)
    end
    local t = time.new_timer(-1)
    t.c:recv()
    eq(time.now(), 0, "time after a timer")
  end,
}

scenario{
  name = "8.1d after fires once",
  explore = every,
  main = function()
    local c = time.after("1ms")
    c:recv()
    time.sleep("5ms")
    eq(try_recv(c), "default", "second value")
  end,
}

-- The longest duration that is a Lua number: with the time added it is
-- beyond what Go's clock can hold.
local longest = 2^63 - 1024

scenario{
  name = "8.4c a duration that overflows means never, not at once",
  explore = every,
  main = function()
    time.sleep("1ms")
    local t = time.new_timer(longest)
    local f = time.after_func(longest, function() error("fired") end)
    time.sleep("1s")
    eq(try_recv(t.c), "default", "value")
    eq(t:stop(), true, "timer's stop")
    eq(f:stop(), true, "after_func's stop")
  end,
}

local function forgotten(make)
  local seen = setmetatable({}, { __mode = "v" })
  seen[1] = make()
  return seen
end

scenario{
  name = "8.5a a timer and a ticker that nobody refers to can be collected",
  explore = { strategy = "default" },
  main = function()
    local timer = forgotten(function() return time.new_timer("1h") end)
    local ticker = forgotten(function() return time.new_ticker("1h") end)
    local channel = forgotten(function() return time.after("1h") end)
    runtime.gc()
    eq(timer[1], nil, "timer")
    eq(ticker[1], nil, "ticker")
    eq(channel[1], nil, "channel")
  end,
}

scenario{
  name = "8.5a a timer whose channel is held still fires",
  explore = every,
  main = function()
    local c = time.new_timer("1ms").c
    runtime.gc()
    c:recv()
    eq(time.now(), ms, "time")
  end,
}

scenario{
  name = "8.5a a pending timer or ticker keeps no run alive",
  explore = every,
  main = function()
    time.new_timer("1h")
    time.new_ticker("1s")
    time.after("1h")
    time.tick("1s")
  end,
}
