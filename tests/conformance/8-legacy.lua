-- Go semantics, section 8: timers by the rules before Go 1.23.
local t = require "lib.t"
local eq, every = t.eq, t.every
local ms = time.ms

local function legacy(name, main, expect)
  scenario{
    name = name,
    explore = every,
    expect = expect,
    main = function()
      time.legacy(true)
      main()
    end,
  }
end

legacy("8.2a legacy: the channel is a buffer of one that fills by itself",
  function()
    local timer = time.new_timer("1ms")
    eq(timer.c:cap(), 1, "cap")
    eq(timer.c:len(), 0, "len before")
    time.sleep("2ms")
    eq(timer.c:len(), 1, "len after")
    eq(timer.c:recv(), ms, "value")
  end)

legacy("8.2a legacy: stop is false after the time, and the value stays",
  function()
    local timer = time.new_timer("1ms")
    time.sleep("2ms")
    eq(timer:stop(), false, "stop")
    eq(timer.c:recv(), ms, "stale value")
  end)

legacy("8.2a legacy: reset without draining leaves a stale value", function()
  local timer = time.new_timer("1ms")
  time.sleep("2ms")
  eq(timer:reset("10ms"), false, "reset")
  timer.c:recv()
  eq(time.now(), 2 * ms, "time of the stale value")
  timer.c:recv()
  eq(time.now(), 12 * ms, "time of the other")
end)

legacy("8.2a legacy: stop, and drain when it was too late", function()
  local timer = time.new_timer("1ms")
  time.sleep("2ms")
  if not timer:stop() then timer.c:recv() end
  timer:reset("10ms")
  timer.c:recv()
  eq(time.now(), 12 * ms, "time")
end)

legacy("8.2b legacy: draining waits for ever when the value was received",
  function()
    local timer = time.new_timer("1ms")
    timer.c:recv()
    if not timer:stop() then timer.c:recv() end
  end,
  { always{ deadlock = { wait = "chan receive", count = 1 } },
    never{ panic = true } })
