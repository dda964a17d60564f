-- Go semantics, section 6: sync.RWMutex.
local t = require "lib.t"
local eq, every, settle = t.eq, t.every, t.settle

-- Starts a goroutine that writes (or reads) under rw and notes its name.
local function writer(rw, log, name)
  return go(function()
    rw:lock()
    log[#log + 1] = name
    rw:unlock()
  end)
end

local function reader(rw, log, name)
  return go(function()
    rw:rlock()
    log[#log + 1] = name
    rw:runlock()
  end)
end

scenario{
  name = "6.2a rwmutex: readers share it",
  explore = every,
  main = function()
    local rw, inside = sync.rwmutex(), 0
    for _ = 1, 3 do
      go(function()
        rw:rlock()
        inside = inside + 1
        settle()
        eq(inside, 3, "readers inside")
        rw:runlock()
      end)
    end
    time.sleep("2ms")
    eq(inside, 3, "readers")
  end,
}

scenario{
  name = "6.2a rwmutex: a writer is alone",
  explore = every,
  main = function()
    local rw, readers, writers = sync.rwmutex(), 0, 0
    for i = 1, 4 do
      go(function()
        if i % 2 == 0 then
          rw:lock()
          writers = writers + 1
          runtime.gosched()
          eq(writers + readers, 1, "inside with a writer")
          writers = writers - 1
          rw:unlock()
        else
          rw:rlock()
          readers = readers + 1
          runtime.gosched()
          eq(writers, 0, "writers inside with a reader")
          readers = readers - 1
          rw:runlock()
        end
      end)
    end
  end,
}

scenario{
  name = "6.2b rwmutex: a waiting writer keeps new readers out",
  explore = every,
  main = function()
    local rw, log = sync.rwmutex(), {}
    rw:rlock()
    writer(rw, log, "writer")
    settle()
    local late = reader(rw, log, "reader")
    settle()
    eq(late:wait_reason(), "sync.RWMutex.RLock", "wait reason")
    eq(#log, 0, "anyone inside")
    rw:runlock()
    settle()
    eq(table.concat(log, " "), "writer reader", "order")
  end,
}

scenario{
  name = "6.2c rwmutex: reading twice is a deadlock when a writer comes in"
    .. " between",
  explore = every,
  main = function()
    local rw = sync.rwmutex()
    rw:rlock()
    go("writer", function() rw:lock() end)
    settle()
    rw:rlock()
  end,
  expect = always{
    deadlock = {
      { name = "main", wait = "sync.RWMutex.RLock" },
      { name = "writer", wait = "sync.RWMutex.Lock" },
    },
  },
}

scenario{
  name = "6.2c rwmutex: reading twice is fine when none comes",
  explore = every,
  main = function()
    local rw = sync.rwmutex()
    rw:rlock()
    rw:rlock()
    rw:runlock()
    eq(rw:try_lock(), false, "try_lock with one reader left")
    rw:runlock()
    eq(rw:try_lock(), true, "try_lock")
  end,
}

scenario{
  name = "6.2d rwmutex: the first writer waits for readers, the second as for"
    .. " a mutex",
  explore = every,
  main = function()
    local rw, log = sync.rwmutex(), {}
    rw:rlock()
    local first = writer(rw, log, "first")
    settle()
    local second = writer(rw, log, "second")
    settle()
    eq(first:wait_reason(), "sync.RWMutex.Lock", "the first")
    eq(second:wait_reason(), "sync.Mutex.Lock", "the second")
    rw:runlock()
    settle()
    eq(table.concat(log, " "), "first second", "order")
  end,
}

scenario{
  name = "6.2e rwmutex: an unlock lets all waiting readers in before the next"
    .. " writer",
  explore = t.go_order,
  main = function()
    local rw, log = sync.rwmutex(), {}
    rw:lock()
    reader(rw, log, "r")
    settle()
    writer(rw, log, "w")
    settle()
    for _ = 1, 2 do
      reader(rw, log, "r")
      settle()
    end
    rw:unlock()
    settle()
    eq(table.concat(log), "rrrw", "order")
  end,
}

scenario{
  name = "6.2f rwmutex: another goroutine may unlock it",
  explore = every,
  main = function()
    local rw = sync.rwmutex()
    for _, ways in ipairs{ { "rlock", "runlock" }, { "lock", "unlock" } } do
      local take, give = unpack(ways)
      rw[take](rw)
      go(function() rw[give](rw) end)
      settle()
      eq(rw:try_lock(), true, "free after " .. give)
      rw:unlock()
    end
  end,
}

scenario{
  name = "6.2g rwmutex: a reader does not become a writer",
  explore = every,
  main = function()
    local rw = sync.rwmutex()
    rw:rlock()
    rw:lock()
  end,
  expect = always{ deadlock = { wait = "sync.RWMutex.Lock", count = 1 } },
}

scenario{
  name = "6.2g rwmutex: a writer does not become a reader",
  explore = every,
  main = function()
    local rw = sync.rwmutex()
    rw:lock()
    rw:rlock()
  end,
  expect = always{ deadlock = { wait = "sync.RWMutex.RLock", count = 1 } },
}

scenario{
  name = "6.2h rwmutex: its rlocker reads",
  explore = every,
  main = function()
    local rw = sync.rwmutex()
    local l = rw:rlocker()
    l:lock()
    eq(rw:try_rlock(), true, "another reader")
    rw:runlock()
    eq(rw:try_lock(), false, "a writer")
    l:unlock()
    eq(rw:try_lock(), true, "a writer afterwards")
  end,
}

scenario{
  name = "6.2i rwmutex: try_lock and try_rlock never wait",
  explore = every,
  main = function()
    local rw = sync.rwmutex()
    rw:rlock()
    eq(rw:try_rlock(), true, "a reader with a reader")
    eq(rw:try_lock(), false, "a writer with readers")
    rw:runlock()
    local g = writer(rw, {}, "writer")
    settle()
    eq(g:wait_reason(), "sync.RWMutex.Lock", "the writer")
    eq(rw:try_rlock(), false, "a reader with a waiting writer")
    eq(rw:try_lock(), false, "a writer with a waiting writer")
    rw:runlock()
    settle()
    eq(rw:try_lock(), true, "a writer alone")
    eq(rw:try_rlock(), false, "a reader with a writer")
    eq(rw:try_lock(), false, "a writer with a writer")
  end,
}

local function misuse(name, text, f)
  scenario{
    name = "6.2j rwmutex: " .. name .. " is fatal",
    explore = every,
    main = function()
      pcall(f, sync.rwmutex())
      check.unreachable("went on")
    end,
    expect = { always{ fatal = text }, never{ assertion = true } },
  }
end

misuse("one unlock more than locks", "sync: Unlock of unlocked RWMutex",
  function(rw)
    rw:lock()
    rw:unlock()
    rw:unlock()
  end)
misuse("one runlock more than readers", "sync: RUnlock of unlocked RWMutex",
  function(rw)
    rw:rlock()
    rw:rlock()
    for _ = 1, 3 do rw:runlock() end
  end)
