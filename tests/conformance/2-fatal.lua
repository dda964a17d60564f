-- Go semantics, section 2: the texts of fatal errors, which neither recover
-- nor pcall catches. tests/cli/go.sh has what they print.
local t = require "lib.t"
local every = t.every

-- Calls f in a goroutine that does what it can to go on afterwards.
local function guarded(f)
  go(function()
    defer(function()
      recover()
      check.unreachable("a deferred call ran")
    end)
    pcall(f)
    check.unreachable("pcall caught it")
  end)
end

local function fatal(name, text, trigger)
  scenario{
    name = name,
    explore = every,
    main = function()
      guarded(trigger)
      t.settle()
      check.unreachable("main went on")
    end,
    expect = { always{ fatal = text }, never{ assertion = true },
      never{ panic = true } },
  }
end

scenario{
  name = "2.2a all goroutines are asleep",
  explore = every,
  main = function()
    defer(function() recover() end)
    pcall(function() chan():recv() end)
    check.unreachable("went on")
  end,
  expect = { always{ deadlock = true },
    always{ fatal = "all goroutines are asleep - deadlock!" } },
}

scenario{
  name = "2.2b no goroutines are left after main's Goexit",
  explore = every,
  main = function()
    defer(function() recover() end)
    pcall(runtime.goexit)
    check.unreachable("went on")
  end,
  expect = always{
    fatal = "no goroutines (main called runtime.Goexit) - deadlock!",
  },
}

fatal("2.2c unlock of an unlocked mutex", "sync: unlock of unlocked mutex",
  function() sync.mutex():unlock() end)
fatal("2.2c unlock of a mutex that was unlocked", "sync: unlock of unlocked"
  .. " mutex", function()
    local mu = sync.mutex()
    mu:lock()
    mu:unlock()
    mu:unlock()
  end)

fatal("2.2d unlock of an unlocked rwmutex",
  "sync: Unlock of unlocked RWMutex",
  function() sync.rwmutex():unlock() end)
fatal("2.2d unlock of a rwmutex that is read", "sync: Unlock of unlocked"
  .. " RWMutex", function()
    local rw = sync.rwmutex()
    rw:rlock()
    rw:unlock()
  end)

fatal("2.2e runlock of an unlocked rwmutex",
  "sync: RUnlock of unlocked RWMutex",
  function() sync.rwmutex():runlock() end)
fatal("2.2e runlock of a rwmutex that is written",
  "sync: RUnlock of unlocked RWMutex", function()
    local rw = sync.rwmutex()
    rw:lock()
    rw:runlock()
  end)
fatal("2.2e unlock of an rlocker that is not locked",
  "sync: RUnlock of unlocked RWMutex",
  function() sync.rwmutex():rlocker():unlock() end)

-- Two goroutines and one map: fatal under the schedules in which they meet.
local function overlap(name, text, one, other)
  scenario{
    name = name,
    explore = every,
    main = function()
      local m = map({ 1, 2, 3 }, "m")
      for _, f in ipairs{ one, other } do
        go(function()
          pcall(f, m)
        end)
      end
    end,
    expect = { sometimes{ fatal = text }, always{ race = { name = "m" } },
      never{ panic = true } },
  }
end

local function write(m) m[1] = 2 end
local function read(m) return m[2] end
local function iterate(m) for _ in pairs(m) do runtime.gosched() end end

overlap("2.2f two write a map", "concurrent map writes", write, write)
overlap("2.2g one reads and one writes a map",
  "concurrent map read and map write", read, write)
overlap("2.2h one iterates and one writes a map",
  "concurrent map iteration and map write", iterate, write)

fatal("2.2i go of nil", "go of nil func value", function() go(nil) end)
