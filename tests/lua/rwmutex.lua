-- sync.rwmutex and sync.cond.
local t = require "lib.t"

scenario{
  name = "rwmutex: readers share it, a writer does not",
  main = function()
    local rw, inside, most = sync.rwmutex("table"), 0, 0
    local group = sync.waitgroup()
    for _ = 1, 3 do
      group:go(function()
        rw:rlock()
        inside = inside + 1
        most = math.max(most, inside)
        time.sleep("1ms")
        inside = inside - 1
        rw:runlock()
      end)
    end
    group:go(function()
      time.sleep("100us")
      rw:lock()
      t.eq(inside, 0)
      rw:unlock()
    end)
    group:wait()
    t.eq(most > 0, true)
    t.eq(tostring(rw), "rwmutex table (rwmutex#1)")
  end,
  explore = { runs = 100 },
}

scenario{
  name = "rwmutex: a second writer waits as for a mutex",
  main = function()
    local rw = sync.rwmutex()
    rw:rlock()
    local first = go(function() rw:lock() rw:unlock() end)
    time.sleep("1ms")
    local second = go(function() rw:lock() rw:unlock() end)
    local reader = go(function() rw:rlock() rw:runlock() end)
    time.sleep("1ms")
    t.eq(first:wait_reason(), "sync.RWMutex.Lock")
    t.eq(second:wait_reason(), "sync.Mutex.Lock")
    t.eq(reader:wait_reason(), "sync.RWMutex.RLock")
    t.eq(rw:try_rlock(), false)
    rw:runlock()
  end,
}

scenario{
  name = "rwmutex: its rlocker reads",
  main = function()
    local rw = sync.rwmutex()
    local l = rw:rlocker()
    l:lock()
    t.eq(rw:try_lock(), false)
    t.eq(rw:try_rlock(), true)
    rw:runlock()
    l:unlock()
    t.eq(rw:try_lock(), true)
    rw:unlock()
  end,
}

scenario{
  name = "rwmutex: reading again behind a writer that waits",
  main = function()
    local rw = sync.rwmutex("index")
    go("writer", function() rw:lock() end)
    rw:rlock()
    time.sleep("1ms")
    rw:rlock()
  end,
  expect = always{
    deadlock = {
      { name = "main", wait = "sync.RWMutex.RLock",
        cause = "recursive read lock: it already reads under" },
      { name = "writer", wait = "sync.RWMutex.Lock", cycle = 2 },
    },
  },
  explore = { strategy = "default" },
}

scenario{
  name = "rwmutex: who read and left without unlocking is told",
  main = function()
    local rw = sync.rwmutex("index")
    go("reader", function() rw:rlock() end)
    time.sleep("1ms")
    rw:lock()
  end,
  expect = always{
    deadlock = { wait = "sync.RWMutex.Lock",
      cause = "holder exited while holding \"index\"" },
  },
}

scenario{
  name = "rwmutex: locked by itself",
  main = function()
    local rw = sync.rwmutex("index")
    rw:lock()
    rw:lock()
  end,
  expect = always{
    deadlock = { wait = "sync.Mutex.Lock", cause = "locked by itself" },
  },
}

scenario{
  name = "rwmutex: a read lock does not become a write lock",
  main = function()
    local rw = sync.rwmutex("index")
    rw:rlock()
    rw:lock()
  end,
  expect = always{
    deadlock = { wait = "sync.RWMutex.Lock",
      cause = "locked by itself: it already reads under" },
  },
}

scenario{
  name = "rwmutex: a cycle with a mutex",
  main = function()
    local rw, mu = sync.rwmutex("rw"), sync.mutex("mu")
    go("a", function() rw:rlock() time.sleep("1ms") mu:lock() end)
    go("b", function() mu:lock() time.sleep("1ms") rw:lock() end)
    go("late", function() time.sleep("2ms") rw:rlock() end)
    time.sleep("5ms")
  end,
  expect = always{
    leak = {
      { name = "a", wait = "sync.Mutex.Lock", cycle = 2 },
      { name = "b", wait = "sync.RWMutex.Lock", cycle = 2 },
      { name = "late", wait = "sync.RWMutex.RLock",
        cause = "a writer waits" },
    },
  },
}

scenario{
  name = "rwmutex: what readers read and a writer writes is ordered",
  main = function()
    local rw, x = sync.rwmutex(), shared(0, "x")
    local group = sync.waitgroup()
    for i = 1, 3 do
      group:go(function()
        if i == 2 then
          rw:lock()
          x:set(1)
          rw:unlock()
        else
          rw:rlock()
          x:get()
          rw:runlock()
        end
      end)
    end
    group:wait()
  end,
  explore = { runs = 200 },
}

scenario{
  name = "rwmutex: readers are not ordered by each other",
  main = function()
    local rw, x = sync.rwmutex(), shared(0, "x")
    for _ = 1, 2 do
      go(function()
        rw:rlock()
        x:set(1)
        rw:runlock()
      end)
    end
    time.sleep("1ms")
  end,
  expect = always{ race = { name = "x" } },
}

scenario{
  name = "cond: waits until it is true, with any lock",
  main = function()
    for _, lock in ipairs{ sync.mutex(), sync.rwmutex(),
        sync.rwmutex():rlocker() } do
      local c, ready = sync.cond(lock, "ready"), false
      local group = sync.waitgroup()
      for _ = 1, 3 do
        group:go(function()
          lock:lock()
          while not ready do c:wait() end
          lock:unlock()
        end)
      end
      time.sleep("1ms")
      lock:lock()
      ready = true
      c:broadcast()
      lock:unlock()
      group:wait()
    end
  end,
  explore = { runs = 50 },
}

scenario{
  name = "cond: a signal before the wait is missed",
  main = function()
    local mu = sync.mutex()
    local c = sync.cond(mu, "ready")
    go("early", function() c:signal() end)
    time.sleep("1ms")
    go("late", function() mu:lock() c:wait() end)
  end,
  expect = always{
    leak = { name = "late", wait = "sync.Cond.Wait", cause = "missed signal" },
  },
}

scenario{
  name = "cond: nobody signals; somebody else was signalled",
  main = function()
    local mu = sync.mutex()
    local never, once = sync.cond(mu, "never"), sync.cond(mu, "once")
    local function wait(c) mu:lock() c:wait() mu:unlock() end
    go("a", wait, never)
    go("b", wait, once)
    time.sleep("1ms")
    go("c", wait, once)
    time.sleep("1ms")
    once:signal()
  end,
  expect = always{
    leak = {
      { name = "a", cause = "no signal: nobody ever signals" },
      { name = "c", cause = "no signal left" },
    },
  },
}

scenario{
  name = "cond: waiting without the lock is fatal",
  main = function() sync.cond(sync.mutex()):wait() end,
  expect = always{ fatal = "sync: unlock of unlocked mutex" },
}

scenario{
  name = "cond: a signal comes before the wait that it ends",
  main = function()
    local mu, x = sync.mutex(), shared(0, "x")
    local c = sync.cond(mu)
    go(function()
      mu:lock()
      mu:unlock()
      x:set(1)
      c:signal()
    end)
    mu:lock()
    c:wait()
    mu:unlock()
    x:set(2)
  end,
  explore = { strategy = "default" },
}

scenario{
  name = "rwmutex, cond: misuse is told",
  main = function()
    t.fails("sync.cond needs a lock", sync.cond)
    t.fails("sync.cond needs a lock", sync.cond, {})
    t.fails("a rwmutex expected, got table", sync.rwmutex().rlock, {})
    t.fails("a cond expected, got no value", sync.cond(sync.mutex()).signal)
  end,
}

scenario{
  name = "rwmutex: a reader that reads again is why its writer waits",
  main = function()
    local mu = sync.rwmutex("mu")
    mu:rlock()
    go("writer", function() mu:lock() end)
    time.sleep(1)
    mu:rlock()
  end,
  expect = always{ deadlock = {
    { name = "writer", wait = "sync.RWMutex.Lock", cycle = 2,
      cause = "lock cycle of 2: main reads under \"mu\"" },
    { name = "main", cause = "recursive read lock: it already reads" },
  } },
}
