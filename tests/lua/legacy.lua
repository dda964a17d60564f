-- time.legacy: timers by the rules before Go 1.23.
local t = require "lib.t"

local ms = time.ms

-- Legacy timers in main, both ways of running it.
local function legacy(name, main, expect)
  scenario{
    name = "legacy timer: " .. name, explore = { runs = 20 }, expect = expect,
    main = function()
      t.eq(time.legacy(true), false)
      main()
    end,
  }
end

local function try_recv(ch)
  local what, v = select{ recv(ch, "recv"), default = true }
  return what == "recv" and v or what
end

legacy("its channel is a buffer of one that fills by itself", function()
  local timer = time.new_timer("1ms")
  t.eq(timer.c:cap(), 1)
  t.eq(#timer.c, 0)
  time.sleep("2ms")
  t.eq(#timer.c, 1)
  t.eq(try_recv(timer.c), 1 * ms)
  t.eq(#timer.c, 0)
  t.eq(try_recv(timer.c), "default")
end)

legacy("who waits gets the time when it comes", function()
  local timer = time.new_timer("3ms")
  t.eq(timer.c:recv(), 3 * ms)
  t.eq(time.now(), 3 * ms)
  t.eq((time.after("1ms"):recv()), 4 * ms)
  t.eq(select{ recv(time.after("5ms"), "slow"), recv(time.after("2ms"), "fast") },
    "fast")
  t.eq(time.now(), 6 * ms)
end)

legacy("stop before the time is true, and nothing comes", function()
  local timer = time.new_timer("5ms")
  t.eq(timer:stop(), true)
  t.eq(timer:stop(), false)
  time.sleep("9ms")
  t.eq(#timer.c, 0)
end)

legacy("stop after the time is false, and the value stays", function()
  local timer = time.new_timer("1ms")
  time.sleep("2ms")
  t.eq(timer:stop(), false)
  t.eq(#timer.c, 1)
  t.eq(timer.c:recv(), 1 * ms)
end)

legacy("reset without draining: the next receive gets a stale value",
  function()
    local timer = time.new_timer("1ms")
    time.sleep("2ms")
    t.eq(timer:reset("10ms"), false)
    t.eq(timer.c:recv(), 1 * ms, "the stale value")
    t.eq(time.now(), 2 * ms, "at once: far too early")
    t.eq(timer.c:recv(), 12 * ms, "the one that was meant")
  end)

legacy("a new value does not replace a stale one", function()
  local timer = time.new_timer("1ms")
  time.sleep("2ms")
  timer:reset("1ms")
  time.sleep("5ms")
  t.eq(#timer.c, 1)
  t.eq(timer:stop(), false)
  t.eq(timer.c:recv(), 1 * ms)
  t.eq(try_recv(timer.c), "default")
end)

legacy("the idiom: stop, and drain when it was too late", function()
  local timer = time.new_timer("1ms")
  time.sleep("2ms")
  if not timer:stop() then timer.c:recv() end
  timer:reset("10ms")
  t.eq(timer.c:recv(), 12 * ms)
end)

legacy("the idiom blocks for ever when the value was received already",
  function()
    local timer = time.new_timer("1ms")
    timer.c:recv()
    if not timer:stop() then timer.c:recv() end
  end,
  always{ deadlock = { wait = "chan receive" } })

legacy("draining in a select with a default is safe either way", function()
  local timer = time.new_timer("1ms")
  timer.c:recv()
  if not timer:stop() then select{ recv(timer.c), default = true } end
  timer:reset("1ms")
  t.eq(timer.c:recv(), 2 * ms)
end)

legacy("a ticker keeps the first tick nobody received", function()
  local ticker = time.new_ticker("10ms")
  time.sleep("35ms")
  t.eq(#ticker.c, 1)
  t.eq(ticker.c:cap(), 1)
  t.eq(ticker.c:recv(), 10 * ms)
  t.eq(ticker.c:recv(), 40 * ms)
  time.sleep("15ms")
  ticker:stop()
  t.eq(#ticker.c, 1, "the tick from before stop")
  t.eq(ticker.c:recv(), 50 * ms)
  time.sleep("30ms")
  t.eq(#ticker.c, 0)
end)

legacy("a ticker's reset leaves the tick that came before it", function()
  local ticker = time.new_ticker("10ms")
  time.sleep("15ms")
  ticker:reset("100ms")
  t.eq(ticker.c:recv(), 10 * ms)
  t.eq(ticker.c:recv(), 115 * ms)
  ticker:stop()
end)

legacy("one nobody waits for keeps nobody awake", function()
  time.new_timer("1h")
  time.new_ticker("1s")
  time.tick("1s")
  time.after("1h")
end)

legacy("after_func is as ever", function()
  local n = 0
  local timer = time.after_func("1ms", function() n = n + 1 end)
  t.eq(timer:stop(), true)
  timer:reset("1ms")
  time.sleep("2ms")
  t.eq(n, 1)
  t.eq(timer:stop(), false)
end)

legacy("only those made while it is on", function()
  local old = time.new_timer("1ms")
  t.eq(time.legacy(false), true)
  local new = time.new_timer("1ms")
  time.sleep("2ms")
  t.eq(old.c:cap() + #old.c, 2)
  t.eq(new.c:cap() + #new.c, 0)
  t.eq(new:stop(), true)
  t.eq(old:stop(), false)
  for _, bad in ipairs{ 1, "true", {} } do
    t.fails("true or false", time.legacy, bad)
  end
  t.fails("true or false", time.legacy)
  t.eq(time.legacy(false), false)
end)
