-- sync: mutex, waitgroup and once.
local t = require "lib.t"

scenario{
  name = "mutex: only one holds it, also over waits",
  main = function()
    local mu, wg, inside, most = sync.mutex(), sync.waitgroup(), 0, 0
    for _ = 1, 5 do
      wg:add(1)
      go(function()
        for _ = 1, 5 do
          mu:lock()
          inside = inside + 1
          most = math.max(most, inside)
          time.sleep("1ms")
          inside = inside - 1
          mu:unlock()
        end
        wg:done()
      end)
    end
    wg:wait()
    t.eq(most, 1)
    t.eq(time.now(), 25 * time.ms)
  end,
}

scenario{
  name = "mutex: try_lock tells, and never waits",
  main = function()
    local mu = sync.mutex("mu")
    t.eq(mu:try_lock(), true)
    t.eq(mu:try_lock(), false)
    mu:unlock()
    t.eq(mu:try_lock(), true)
    mu:unlock()
  end,
}

scenario{
  name = "mutex: any goroutine may unlock it",
  main = function()
    local mu = sync.mutex()
    mu:lock()
    go(function()
      time.sleep("1ms")
      mu:unlock()
    end)
    mu:lock()
    t.eq(time.now(), 1 * time.ms)
    mu:unlock()
  end,
}

scenario{
  name = "mutex: those who wait get it in the order they came",
  main = function()
    local mu, wg, order = sync.mutex(), sync.waitgroup(), {}
    mu:lock()
    for i = 1, 5 do
      wg:add(1)
      go(function()
        time.sleep(i * time.ms)
        mu:lock()
        order[#order + 1] = i
        mu:unlock()
        wg:done()
      end)
    end
    time.sleep("100ms")
    mu:unlock()
    wg:wait()
    t.list(order, "1 2 3 4 5")
  end,
  explore = { strategy = "default" },
}

scenario{
  name = "mutex: locking one's own lock again is a deadlock",
  main = function()
    local mu = sync.mutex()
    mu:lock()
    mu:lock()
  end,
  expect = always{ deadlock = { wait = "sync.Mutex.Lock" } },
}

scenario{
  name = "mutex: a lock kept by one who left is a leak for the next",
  main = function()
    local mu = sync.mutex("forgotten")
    go(function() mu:lock() end)
    go(function()
      time.sleep("1ms")
      mu:lock()
    end)
    time.sleep("2ms")
  end,
  expect = always{ leak = { wait = "sync.Mutex.Lock", count = 1 } },
}

scenario{
  name = "mutex: unlock of an unlocked one is fatal, in Go's words",
  main = function() sync.mutex():unlock() end,
  expect = always{ fatal = "sync: unlock of unlocked mutex" },
}

scenario{
  name = "waitgroup: wait returns when all are done",
  main = function()
    local wg, n = sync.waitgroup("jobs"), 0
    wg:add(3)
    for i = 1, 3 do
      go(function()
        time.sleep(i * time.ms)
        n = n + 1
        wg:done()
      end)
    end
    wg:wait()
    t.eq(n, 3)
    t.eq(time.now(), 3 * time.ms)
  end,
}

scenario{
  name = "waitgroup: wait at zero returns at once",
  main = function()
    local wg = sync.waitgroup()
    wg:wait()
    wg:add(1)
    wg:done()
    wg:wait()
    wg:add(2)
    wg:add(-2)
    wg:wait()
    t.eq(time.now(), 0)
  end,
}

scenario{
  name = "waitgroup: every waiter is released",
  main = function()
    local wg, released = sync.waitgroup(), 0
    wg:add(1)
    for _ = 1, 5 do
      go(function()
        wg:wait()
        released = released + 1
      end)
    end
    time.sleep("1ms")
    t.eq(released, 0)
    wg:done()
    time.sleep("1ms")
    t.eq(released, 5)
  end,
}

scenario{
  name = "waitgroup: it may be used again after its waits returned",
  main = function()
    local wg = sync.waitgroup()
    for round = 1, 3 do
      for _ = 1, 3 do
        wg:add(1)
        go(function()
          time.sleep("1ms")
          wg:done()
        end)
      end
      wg:wait()
      t.eq(time.now(), round * time.ms)
    end
  end,
}

scenario{
  name = "waitgroup: go adds, runs and is done",
  main = function()
    local wg, n = sync.waitgroup(), 0
    for _ = 1, 5 do
      wg:go(function()
        time.sleep("1ms")
        n = n + 1
      end)
    end
    wg:wait()
    t.eq(n, 5)
  end,
}

scenario{
  name = "waitgroup: below zero it panics, in Go's words",
  main = function()
    local wg = sync.waitgroup()
    t.panics("sync: negative WaitGroup counter", wg.done, wg)
    wg = sync.waitgroup()
    wg:add(1)
    t.panics("sync: negative WaitGroup counter", wg.add, wg, -2)
  end,
}

scenario{
  name = "waitgroup: a missing done is a deadlock of main",
  main = function()
    local wg = sync.waitgroup()
    wg:add(2)
    go(function() wg:done() end)
    wg:wait()
  end,
  expect = always{ deadlock = { wait = "sync.WaitGroup.Wait" } },
}

scenario{
  name = "waitgroup: a missing done is a leak of a goroutine",
  main = function()
    local wg = sync.waitgroup()
    wg:add(1)
    go(function() wg:wait() end)
  end,
  expect = always{ leak = { wait = "sync.WaitGroup.Wait", count = 1 } },
}

scenario{
  name = "once: only the first function is called",
  main = function()
    local once, log = sync.once("setup"), {}
    for i = 1, 3 do
      once:call(function() log[#log + 1] = i end)
    end
    t.list(log, "1")
  end,
}

scenario{
  name = "once: the others wait until the first call has ended",
  main = function()
    local once, wg, calls = sync.once(), sync.waitgroup(), 0
    for _ = 1, 5 do
      wg:add(1)
      go(function()
        once:call(function()
          time.sleep("5ms")
          calls = calls + 1
        end)
        t.eq(calls, 1)
        t.eq(time.now(), 5 * time.ms)
        wg:done()
      end)
    end
    wg:wait()
  end,
}

scenario{
  name = "once: a call that panicked counts",
  main = function()
    local once, calls = sync.once(), 0
    local function f()
      calls = calls + 1
      panic("boom")
    end
    t.panics("boom", once.call, once, f)
    once:call(f)
    t.eq(calls, 1)
  end,
}

scenario{
  name = "once: inside itself it is a deadlock",
  main = function()
    local once = sync.once()
    once:call(function() once:call(function() end) end)
  end,
  expect = always{ deadlock = { wait = "sync.Mutex.Lock",
    cause = "called by itself: what once#" } },
}

scenario{
  name = "sync: methods ask for their own kind of object",
  main = function()
    local mu, wg, once = sync.mutex(), sync.waitgroup(), sync.once()
    for _, bad in ipairs{ 42, "x", {}, chan() } do
      t.fails("mutex", mu.lock, bad)
      t.fails("mutex", mu.unlock, bad)
      t.fails("mutex", mu.try_lock, bad)
      t.fails("waitgroup", wg.add, bad, 1)
      t.fails("waitgroup", wg.done, bad)
      t.fails("waitgroup", wg.wait, bad)
      t.fails("once", once.call, bad, print)
    end
    t.fails("mutex", mu.lock, wg)
    t.fails("mutex", mu.lock)
    t.fails("waitgroup", wg.wait, mu)
  end,
}

scenario{
  name = "sync: arguments are checked",
  main = function()
    local wg, once = sync.waitgroup(), sync.once()
    t.fails("number", wg.add, wg, "many")
    t.fails("number|whole|integer", wg.add, wg, 1.5)
    t.fails("number|whole|integer", wg.add, wg, 0 / 0)
    t.fails("function", wg.go, wg, 42)
    t.fails("function", once.call, once, 42)
    t.fails("name|string", sync.mutex, {})
    wg:wait()
  end,
}

---- once_func and once_value

scenario{
  name = "once_func: calls it once, whoever calls it, and returns nothing",
  main = function()
    local calls, wg = 0, sync.waitgroup()
    local f = sync.once_func(function()
      time.sleep("1ms")
      calls = calls + 1
      return "not this"
    end, "setup")
    for _ = 1, 3 do
      wg:go(function()
        t.results({ n = 0 }, f())
        t.eq(calls, 1)
      end)
    end
    wg:wait()
  end,
}

scenario{
  name = "once_value: gives the results of the first call, nils too",
  main = function()
    local calls = 0
    local f = sync.once_value(function()
      calls = calls + 1
      return nil, calls, nil
    end)
    for _ = 1, 3 do t.results({ nil, 1, nil, n = 3 }, f()) end
  end,
}

scenario{
  name = "once_func: every call panics with the value of the first",
  main = function()
    for _, once in ipairs{ sync.once_func, sync.once_value } do
      local calls, value = 0, {}
      local f = once(function()
        calls = calls + 1
        panic(value)
      end)
      for _ = 1, 3 do
        local ok, err = pcall(f)
        t.eq(ok, false)
        t.eq(err, value)
      end
      t.eq(calls, 1)
      local texts = {}
      local g = once(function() error("boom") end)
      for i = 1, 2 do texts[i] = select(2, pcall(g)) end
      t.eq(texts[1], texts[2])
      assert(texts[1]:find("sync.lua:%d+: boom"), texts[1])
    end
  end,
}

scenario{
  name = "once_func: a panic of nil is one each time",
  main = function()
    local f = sync.once_func(function() panic(nil) end)
    local _, first = pcall(f)
    local _, second = pcall(f)
    t.eq(first, second)
    assert(first:find("panic called with nil argument", 1, true), first)
  end,
}

scenario{
  name = "once_func: after a goexit inside it is not called again",
  main = function()
    local calls = 0
    local f = sync.once_func(function()
      calls = calls + 1
      runtime.goexit()
    end)
    for _ = 1, 2 do
      go(function()
        defer(recover)
        f()
      end)
      time.sleep("1ms")
    end
    t.eq(calls, 1)
  end,
}

scenario{
  name = "once_func: needs a function, and a name is one",
  main = function()
    t.fails("once_func needs a function", sync.once_func, 42)
    t.fails("once_value needs a function", sync.once_value)
    t.fails("name", sync.once_func, print, {})
  end,
}

scenario{
  name = "objects of the library: a forgotten colon is told at the line",
  main = function()
    local group, sem = errgroup.new(), semaphore.new(1)
    local calls = {
      { "once:call(): a once expected", sync.once().call },
      { "sync.pool:get(): a sync.pool expected", sync.pool{}.get },
      { "errgroup:go(): an errgroup expected", group.go },
      { "semaphore:acquire(): a semaphore expected", sem.acquire },
      { "singleflight:call(): a singleflight expected",
        singleflight.new().call },
    }
    for _, c in ipairs(calls) do
      for _, wrong in ipairs{ print, {}, 42 } do
        local text = t.fails(c[1] .. ", got " .. type(wrong)
          .. " (is the colon missing?)", c[2], wrong)
        assert(text:find("^%S+lua:%d+: "), text)
      end
    end
  end,
}

scenario{
  name = "objects print as what they are, their name and their number",
  main = function()
    local function prints(pattern, object)
      local text = tostring(object)
      if not text:find("^" .. pattern .. "$") then
        error(text .. " is not " .. pattern, 2)
      end
    end
    prints("chan ch#%d+", chan())
    prints("chan jobs %(ch#%d+%)", chan(1, "jobs"))
    local named = { mutex = "mutex", rwmutex = "rwmutex", once = "once",
      waitgroup = "wg" }
    for _, kind in ipairs{ "mutex", "rwmutex", "once", "waitgroup" } do
      prints(kind .. " jobs %(" .. named[kind] .. "#%d+%)", sync[kind]("jobs"))
    end
    prints("mutex#%d+", sync.mutex())
    prints("rwmutex#%d+", sync.rwmutex())
    prints("once#%d+", sync.once())
    prints("waitgroup wg#%d+", sync.waitgroup())
    prints("cond#%d+", sync.cond(sync.mutex()))
    prints("cond full %(cond#%d+%)", sync.cond(sync.mutex(), "full"))
    prints("atomic#%d+", sync.atomic(1))
    prints("sync.map syncmap#%d+", sync.map())
    prints("shared var#%d+", shared(1))
    prints("shared hits %(var#%d+%)", shared(1, "hits"))
    prints("timer#%d+", time.new_timer("1s"))
    prints("timer#%d+", time.after_func("1s", function() end))
    prints("ticker timer#%d+", time.new_ticker("1s"))
  end,
}
