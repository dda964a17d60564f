-- Go semantics, sections 8.6 and 9: when virtual time moves. 9.1 is what a
-- goroutine may wait in while it moves (D.4: Go's bubbles stand still in some
-- of it), 9.2 that it stands still otherwise, 9.3 how far it goes, 9.4 what a
-- sleeper may rely on, 9.5 that the end stops it, 9.6 the report when nothing
-- can follow.
local t = require "lib.t"
local eq, every = t.eq, t.every
local ms = time.ms

-- `start` starts the waiting goroutine and returns its handle and a
-- function that lets it go on.
local function durable(name, reason, start)
  scenario{
    name = name,
    explore = every,
    main = function()
      local g, release = start()
      time.sleep("5s")
      eq(time.now(), 5 * time.second, "time")
      eq(g:wait_reason(), reason, "wait reason")
      release()
    end,
  }
end

durable("9.1a durable blocking: a channel send", "chan send", function()
  local ch = chan()
  return go(function() ch:send(1) end), function() ch:recv() end
end)

durable("9.1a durable blocking: a channel receive", "chan receive", function()
  local ch = chan()
  return go(function() ch:recv() end), function() ch:send(1) end
end)

durable("9.1a durable blocking: a range", "chan receive", function()
  local ch = chan()
  return go(function() for _ in ch:range() do end end),
    function() ch:close() end
end)

durable("9.1b durable blocking: a select", "select", function()
  local a, b = chan(), chan()
  return go(function() select{ recv(a), send(b, 1) } end),
    function() b:recv() end
end)

durable("9.1c durable blocking: a cond", "sync.Cond.Wait", function()
  local mu = sync.mutex()
  local c = sync.cond(mu)
  local g = go(function()
    mu:lock()
    c:wait()
    mu:unlock()
  end)
  return g, function() c:signal() end
end)

local in_waitgroup = "sync.WaitGroup.Wait"
durable("9.1d durable blocking: a waitgroup", in_waitgroup, function()
  local wg = sync.waitgroup()
  wg:add(1)
  return go(function() wg:wait() end), function() wg:done() end
end)

durable("9.1e durable blocking: a sleep", "sleep", function()
  return go(time.sleep, "9s"), function() end
end)

durable("D.4 durable blocking: a mutex", "sync.Mutex.Lock", function()
  local mu = sync.mutex()
  mu:lock()
  local g = go(function()
    mu:lock()
    mu:unlock()
  end)
  return g, function() mu:unlock() end
end)

local in_mutex = "sync.Mutex.Lock"
durable("D.4 durable blocking: a once that another runs", in_mutex, function()
  local once, running, gate = sync.once(), chan(), chan()
  go(function()
    once:call(function()
      running:send(true)
      gate:recv()
    end)
  end)
  running:recv()
  local g = go(function() once:call(function() error("again") end) end)
  return g, function() gate:send(true) end
end)

durable("D.4 durable blocking: a rwmutex", "sync.RWMutex.RLock", function()
  local rw = sync.rwmutex()
  rw:lock()
  local g = go(function()
    rw:rlock()
    rw:runlock()
  end)
  return g, function() rw:unlock() end
end)

durable("D.4 durable blocking: input", "IO wait", function()
  local l = net.listen("host:1")
  local g = go(function() l:accept() end)
  return g, function() l:close() end
end)

scenario{
  name = "D.4 durable blocking: a system call",
  explore = every,
  main = function()
    local g = go(runtime.syscall, "9s")
    time.sleep("5s")
    eq(time.now(), 5 * time.second, "time")
    eq(g:status(), "syscall", "status")
  end,
}

scenario{
  name = "D.4 durable blocking: a mutex held by a sleeper",
  explore = every,
  main = function()
    local mu, at = sync.mutex(), nil
    mu:lock()
    go(function()
      mu:lock()
      at = time.now()
      mu:unlock()
    end)
    time.sleep("7s")
    mu:unlock()
    time.sleep("1s")
    eq(at, 7 * time.second, "time when locked")
  end,
}

scenario{
  name = "9.2a time stands still while anyone can run",
  explore = every,
  main = function()
    local ch, wg = chan(), sync.waitgroup()
    wg:go(function() for i = 1, 10 do ch:send(i) end end)
    wg:go(function()
      for _ = 1, 10 do
        ch:recv()
        runtime.gosched()
        eq(time.now(), 0, "time")
      end
    end)
    wg:go(function() time.sleep("1ms") end)
    for _ = 1, 5 do runtime.gosched() end
    eq(time.now(), 0, "time in main")
    wg:wait()
    eq(time.now(), ms, "time at the end")
  end,
}

scenario{
  name = "9.2a time stands still while another computes",
  explore = every,
  main = function()
    local sum = 0
    time.after_func("1ms", function() eq(sum, 500500, "sum") end)
    go(function()
      for i = 1, 1000 do sum = sum + i end
      eq(time.now(), 0, "time")
    end)
    time.sleep("2ms")
  end,
}

scenario{
  name = "9.3a time goes straight to the next timer, to the nanosecond",
  explore = every,
  timeout = "200h",
  main = function()
    local log, wg = {}, sync.waitgroup()
    for _, d in ipairs{ 100 * time.hour, 1, 1000 * ms, 2 } do
      wg:go(function()
        time.sleep(d)
        eq(time.now(), d, "time")
        log[#log + 1] = ("%.0f"):format(d)
      end)
    end
    wg:wait()
    eq(table.concat(log, " "), "1 2 1000000000 360000000000000", "order")
    eq(time.since(0), 100 * time.hour, "since")
  end,
}

scenario{
  name = "9.3a timers started later but due earlier come first",
  explore = every,
  main = function()
    local log = {}
    local function note(at)
      return function() log[#log + 1] = at end
    end
    time.after_func("5ms", note(5))
    time.after_func("3ms", note(3))
    time.sleep("1ms")
    time.after_func("1ms", note(2))
    time.after_func("3ms", note(4))
    time.sleep("9ms")
    eq(table.concat(log, " "), "2 3 4 5", "order")
  end,
}

scenario{
  name = "9.3a a chain of sleeps adds up",
  explore = every,
  main = function()
    local ch = chan()
    go(function()
      for i = 1, 5 do
        time.sleep(i * ms)
        ch:send(i)
      end
      ch:close()
    end)
    local at = 0
    for i in ch:range() do
      at = at + i * ms
      eq(time.now(), at, "time of " .. i)
    end
  end,
}

scenario{
  name = "9.3a timers due at one instant have all fired before a goroutine"
    .. " runs on",
  explore = every,
  main = function()
    local a, b = time.new_timer("1ms"), time.new_timer("1ms")
    time.sleep("1ms")
    for name, t in pairs{ a = a, b = b } do
      eq(select{ recv(t.c), default = true }, 1, "timer " .. name)
    end
  end,
}

local function race_of_two(start)
  return function()
    local first
    for i = 1, 2 do start(function() first = first or i end) end
    time.sleep("2ms")
    panic("first was " .. first)
  end
end

local either = {
  sometimes{ panic = "first was 1" },
  sometimes{ panic = "first was 2" },
}

scenario{
  name = "8.6c equal deadlines: either after_func may come first",
  explore = every,
  main = race_of_two(function(f) time.after_func("1ms", f) end),
  expect = either,
}

scenario{
  name = "8.6c equal deadlines: either sleeper may come first",
  explore = every,
  main = race_of_two(function(f)
    go(function()
      time.sleep("1ms")
      f()
    end)
  end),
  expect = either,
}

scenario{
  name = "8.6c equal deadlines: who waits for two timers may get either",
  explore = every,
  main = function()
    local a, b = time.new_timer("1ms"), time.new_timer("1ms")
    panic("first was " .. select{ recv(a.c), recv(b.c) })
  end,
  expect = either,
}

scenario{
  name = "8.6a virtual time begins with the year 2000",
  explore = every,
  main = function()
    eq(os.date("!%Y-%m-%d %H:%M:%S"), "2000-01-01 00:00:00", "date")
    time.sleep("90s")
    eq(os.date("!%Y-%m-%d %H:%M:%S"), "2000-01-01 00:01:30", "date later")
    eq(os.time() % 60, 30, "seconds")
  end,
}

scenario{
  name = "8.6b time begins at 0 and moves only when all wait",
  explore = every,
  main = function()
    eq(time.now(), 0, "start")
    eq(time.since(0), 0, "since")
    go(function() eq(time.now(), 0, "start of another") end)
    time.sleep("1ms")
    eq(time.now(), ms, "after a sleep")
    eq(time.since(0.5 * ms), 0.5 * ms, "since")
  end,
}

scenario{
  name = "9.4a a sleeper wakes when all others wait or have ended",
  explore = every,
  main = function()
    local log, ch = {}, chan()
    go(function()
      for i = 1, 5 do
        runtime.gosched()
        log[#log + 1] = i
      end
      ch:recv()
      log[#log + 1] = "received"
    end)
    time.sleep(1)
    eq(#log, 5, "steps of the other")
    ch:send(true)
    time.sleep(1)
    eq(log[6], "received", "last step")
  end,
}

scenario{
  name = "9.4a a chain of wake-ups ends before time moves",
  explore = every,
  main = function()
    local first = chan()
    local last, ended = first, false
    for _ = 1, 10 do
      local from, to = last, chan()
      go(function() to:send(from:recv() + 1) end)
      last = to
    end
    go(function()
      eq(last:recv(), 10, "value")
      eq(time.now(), 1, "time")
      ended = true
    end)
    time.sleep(1)
    first:send(0)
    time.sleep(1)
    eq(ended, true, "ended")
  end,
}

scenario{
  name = "D.1 time stops when main ends",
  explore = every,
  drain = "0s",
  main = function()
    time.after_func("2ms", function() panic("fired") end)
    go(function()
      time.sleep("2ms")
      panic("woke")
    end)
    time.sleep("1ms")
  end,
}

scenario{
  name = "D.1 a drain lets time go on after main, to its horizon",
  explore = every,
  drain = "5s",
  main = function()
    time.after_func("2s", function() panic("fired after main") end)
  end,
  expect = always{ panic = "fired after main" },
}

scenario{
  name = "D.1 what is due beyond the horizon does not happen",
  explore = every,
  drain = "5s",
  main = function()
    time.after_func("6s", function() panic("fired") end)
  end,
}

-- Starts a goroutine for each of the ways to wait that main can still undo.
local function start_waiters()
  local ch, idle, wg, mu = chan(), chan(), sync.waitgroup(), sync.mutex()
  wg:add(1)
  mu:lock()
  go("reader", function() ch:recv() end)
  go("selector", function() select{ recv(idle), send(idle, 1) } end)
  go("waiter", function() wg:wait() end)
  go("locker", function() mu:lock() end)
  go("nobody", function() nilchan:recv() end)
end

local waiters = {
  { name = "reader", wait = "chan receive", count = 1 },
  { name = "selector", wait = "select", count = 1 },
  { name = "waiter", wait = "sync.WaitGroup.Wait", count = 1 },
  { name = "locker", wait = "sync.Mutex.Lock", count = 1 },
  { name = "nobody", wait = "chan receive (nil chan)", count = 1 },
}

scenario{
  name = "9.6b no timer left: the deadlock lists every blocked goroutine",
  explore = every,
  main = function()
    start_waiters()
    chan():send("nobody receives")
  end,
  expect = {
    always{ deadlock = waiters },
    always{ deadlock = { wait = "chan send", count = 1 } },
    always{ deadlock = { count = 6 } },
  },
}

scenario{
  name = "9.6b main is gone: the leak lists every blocked goroutine",
  explore = every,
  main = start_waiters,
  expect = {
    always{ leak = waiters },
    always{ leak = { count = 5 } },
  },
}

scenario{
  name = "9.6a nothing can follow: main blocked is a deadlock",
  explore = every,
  main = function() chan():recv() end,
  expect = always{ deadlock = { name = "main", count = 1 } },
}

scenario{
  name = "9.6a nothing can follow: main gone and others blocked is a leak",
  explore = every,
  main = function() go("left", function() chan():recv() end) end,
  expect = always{ leak = { name = "left", count = 1 } },
}

scenario{
  name = "9.6a a deadlock is found when the last timer has fired",
  explore = every,
  main = function()
    local ch = chan()
    go(function() time.sleep("5s") end)
    ch:recv()
  end,
  expect = always{ deadlock = { wait = "chan receive", count = 1 } },
}
