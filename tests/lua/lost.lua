-- A main that can never go on while others go round for ever: they have their
-- time to drain, and then it is a partial deadlock, with no limit in sight.
local t = require "lib.t"

A, B = sync.mutex("A"), sync.mutex("B") -- reached by everybody

local once = { strategy = "default", runs = 1 }
local few = { runs = 6 }
local partial = { deadlock = { partial = true } }

-- Calls f at every tick: for ever, or n times.
local function ticker(every, n, f)
  go("ticker", function()
    local ticks = time.new_ticker(every)
    for i = 1, n or math.huge do
      ticks.c:recv()
      if f then f(i) end
    end
    ticks:stop()
  end)
end

local function lost(name, main, more)
  local s = { name = "lost: " .. name, explore = few, main = main,
    expect = { always(partial), never{ limit = true } } }
  for k, v in pairs(more or {}) do s[k] = v end
  scenario(s)
end

local function found(name, main, more)
  local s = { name = "not lost: " .. name, explore = few, main = main,
    expect = always{ pass = true } }
  for k, v in pairs(more or {}) do s[k] = v end
  scenario(s)
end

-- ---- what main waits for ----

lost("nobody has the channel", function()
  ticker("1s")
  chan():recv()
end)

lost("it could send to nobody either", function()
  ticker("1s")
  chan():send(1)
end)

lost("a select of such", function()
  ticker("1s")
  select{ recv(chan()), send(chan(), 1) }
end)

lost("a select of nothing", function()
  ticker("1s")
  select{}
end)

lost("a waitgroup that nobody counts down", function()
  ticker("1s")
  local wg = sync.waitgroup()
  wg:add(1)
  wg:wait()
end)

lost("what only one who is stuck could give", function()
  ticker("1s")
  local c, d = chan(), chan()
  go("stuck", function() d:recv() c:send(1) end)
  c:recv()
end)

lost("it locks twice what all can reach", function()
  ticker("1s", nil, function() return A end)
  A:lock()
  A:lock()
end)

lost("it is in a circle of such locks", function()
  ticker("1s", nil, function() return A, B end)
  go(function() B:lock() time.sleep("1ms") A:lock() end)
  A:lock()
  time.sleep("1ms")
  B:lock()
end)

lost("it waits for those who are", function()
  ticker("1s")
  local wg = sync.waitgroup()
  wg:add(2)
  go(function() B:lock() time.sleep("1ms") A:lock() wg:done() end)
  go(function() A:lock() time.sleep("1ms") B:lock() wg:done() end)
  wg:wait()
end)

-- ---- how the others go on ----

lost("they sleep", function()
  go(function() while true do time.sleep("1m") end end)
  chan():recv()
end)

lost("they poll while a ticker ticks", function()
  ticker("1s")
  go(function() while true do runtime.gosched() end end)
  chan():recv()
end, { explore = once })

lost("whatever the strategy", function()
  ticker("1s")
  go("other", function() while true do time.sleep("7s") end end)
  chan():recv()
end, { explore = { strategy = "swarm", runs = 12 } })

lost("also when all schedules are run", function()
  ticker("1s")
  chan():recv()
end, { explore = { strategy = "dpor", runs = 3 } })

lost("with several processors", function()
  ticker("1s")
  chan():recv()
end, { procs = 4 })

-- Time stands still: no horizon comes.  It is a livelock besides.
lost("they only poll", function()
  go(function() while true do runtime.gosched() end end)
  chan():recv()
end, { explore = once, livelock = 100000,
  expect = always{ deadlock = { partial = true }, livelock = true } })

-- ---- what they do in their time counts ----

lost("there is no such time", function()
  ticker("1s")
  chan():recv()
end, { drain = "0s" })

scenario{
  name = "lost: another one panics in time",
  explore = few,
  main = function()
    ticker("10ms", 50000, function(i) if i == 50000 then panic("late") end end)
    chan():recv()
  end,
  expect = always{ panic = "late" },
}

scenario{
  name = "lost: when all have ended in time it is a deadlock of all",
  explore = few,
  main = function()
    ticker("10ms", 50000)
    chan():recv()
  end,
  expect = always{ deadlock = { partial = false } },
}

-- ---- twins ----

found("the ticker sends at last", function()
  local c = chan()
  ticker("1s", 40000, function(i) if i == 40000 then c:send(1) end end)
  c:recv()
end)

found("the last of a chain does", function()
  local c, d = chan(), chan()
  go(function() d:recv() c:close() end)
  ticker("1s", 40000, function(i) if i == 40000 then d:send(1) end end)
  c:recv()
end)

found("the ticker counts down at last", function()
  local wg = sync.waitgroup()
  wg:add(1)
  ticker("1s", 40000, function(i) if i == 40000 then wg:done() end end)
  wg:wait()
end)

found("it is given the lock at last", function()
  local lock = sync.mutex()
  go("holder", function()
    lock:lock()
    for _ = 1, 40000 do time.sleep("1s") end
    lock:unlock()
  end)
  time.sleep("1ms")
  lock:lock()
end)

found("it waits again and again, never for long", function()
  local c = chan()
  ticker("1s", 40000, function(i) if i % 1000 == 0 then c:send(i) end end)
  for i = 1000, 40000, 1000 do t.eq((c:recv()), i) end
end)

-- A third one gives their locks back, within the time that the others have.
found("the circle is broken in time", function()
  go(function() B:lock() time.sleep("1ms") A:lock() A:unlock() end)
  ticker("10ms", 50000, function(i) if i == 50000 then B:unlock() end end)
  A:lock()
  time.sleep("1ms")
  B:lock()
  A:unlock()
  B:unlock()
end)

-- Where that has been done before, holding a lock says nothing.
found("nor is there a circle where others give locks back", function()
  go(function() A:lock() end)
  time.sleep("1ms")
  A:unlock()
  go(function() B:lock() time.sleep("1ms") A:lock() A:unlock() end)
  ticker("1s", 40000, function(i) if i == 40000 then B:unlock() end end)
  A:lock()
  time.sleep("1ms")
  B:lock()
  A:unlock()
  B:unlock()
end)

found("a fault is still to end it", function()
  ticker("1s", 79500)
  chan(0, "jobs"):recv()
end, { explore = once,
  chaos = { { fault = "close", object = "jobs", after = "22h" } } })
