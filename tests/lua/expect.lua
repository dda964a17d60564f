-- expect: verdict patterns and their quantifiers.
local t = require "lib.t"

local random = { strategy = "random", runs = 100 }

-- One of two equally likely ways, drawn from the seed of the run.
local function either()
  local a, b = chan(1), chan(1)
  a:send(1)
  b:send(1)
  return select{ recv(a, "a"), recv(b, "b") }
end

scenario{
  name = "expect: without one, a scenario must always pass",
  main = function() t.eq(1 + 1, 2) end,
}

scenario{
  name = "expect: pass, said aloud",
  main = function() end,
  expect = always{ pass = true },
}

scenario{
  name = "expect: a panic by a part of its text",
  main = function() panic("the pump at dock 7 has stopped") end,
  expect = always{ panic = "dock 7" },
}

scenario{
  name = "expect: the text of a panic is plain, not a pattern",
  main = function() panic("100% (sure)") end,
  expect = always{ panic = "100% (sure)" },
}

scenario{
  name = "expect: true stands for any panic",
  main = function() panic("some text") end,
  expect = always{ panic = true },
}

scenario{
  name = "expect: a fatal error by its text",
  main = function() sync.mutex():unlock() end,
  expect = always{ fatal = "unlock of unlocked mutex" },
}

scenario{
  name = "expect: any deadlock, by true and by an empty table",
  main = function() chan():recv() end,
  expect = { always{ deadlock = true }, always{ deadlock = {} } },
}

scenario{
  name = "expect: a deadlock's goroutines by wait reason and count",
  main = function()
    local ch = chan()
    for _ = 1, 3 do
      go(function() ch:send(1) end)
    end
    chan():recv()
  end,
  expect = {
    always{ deadlock = { wait = "chan receive", count = 1 } },
    always{ deadlock = { wait = "chan send", count = 3 } },
    always{ deadlock = { count = 4 } },
  },
}

scenario{
  name = "expect: a deadlock by the length of its cycle",
  main = function()
    local a, b = sync.mutex("a"), sync.mutex("b")
    go(function()
      b:lock()
      time.sleep("1ms")
      a:lock()
    end)
    a:lock()
    time.sleep("1ms")
    b:lock()
  end,
  expect = always{
    deadlock = { cycle = 2, wait = "sync.Mutex.Lock", count = 2 },
  },
}

scenario{
  name = "expect: a cycle is a deadlock when main has returned, too",
  main = function()
    local a, b = sync.mutex("a"), sync.mutex("b")
    for _, first in ipairs{ a, b } do
      go(function()
        first:lock()
        time.sleep("1ms");
        (first == a and b or a):lock()
      end)
    end
  end,
  expect = {
    always{ deadlock = { cycle = 2, wait = "sync.Mutex.Lock", count = 2 } },
    always{ leak = { cycle = 2 } },
    never{ deadlock = { cycle = 3 } },
    never{ deadlock = { cycle = 2, partial = true } },
    never{ deadlock = true },
  },
}

scenario{
  name = "expect: a leak by wait reason, name and count",
  main = function()
    local ch = chan()
    for _ = 1, 2 do
      go("sender", function() ch:send(1) end)
    end
    go("sleeper", function() time.sleep(math.huge) end)
  end,
  expect = {
    always{ leak = true },
    always{ leak = {} },
    always{ leak = { count = 3 } },
    always{ leak = { wait = "chan send", name = "sender", count = 2 } },
    always{ leak = { name = "sleeper", wait = "sleep", count = 1 } },
    never{ leak = { name = "sleeper", wait = "chan send" } },
    never{ leak = { count = 2 } },
    never{ leak = { name = "nobody" } },
  },
}

scenario{
  name = "expect: a list of leaks must all be found in one run",
  main = function()
    go(function() chan():send(1) end)
    go(function() chan():recv() end)
  end,
  expect = always{
    leak = {
      { wait = "chan send", count = 1 },
      { wait = "chan receive", count = 1 },
    },
  },
}

scenario{
  name = "expect: a failed check, a limit",
  main = function() check.always(either() == "a", "a") end,
  explore = random,
  expect = {
    sometimes{ assertion = true }, sometimes{ pass = true },
    never{ limit = true },
  },
}

scenario{
  name = "expect: a loop that gets nowhere ends as livelock or limit",
  main = function()
    while true do runtime.gosched() end
  end,
  explore = { strategy = "default" },
  expect = always(any{ { livelock = true }, { limit = true } }),
}

scenario{
  name = "expect: sometimes asks for one run, always for every run",
  main = function() panic("way " .. either()) end,
  explore = random,
  expect = {
    sometimes{ panic = "way a" },
    sometimes{ panic = "way b" },
    always{ panic = "way" },
  },
}

scenario{
  name = "expect: never asks for no run",
  main = function()
    if either() == "a" then panic("way a") end
  end,
  explore = random,
  expect = {
    never{ panic = "way b" },
    never{ leak = true },
    never{ deadlock = {} },
    sometimes{ pass = true },
  },
}

scenario{
  name = "expect: any is met by one of its patterns",
  main = function()
    if either() == "a" then panic("way a") end
    chan():recv()
  end,
  explore = random,
  expect = always(any{ { panic = "way a" }, { deadlock = true } }),
}

scenario{
  name = "expect: several keys of one pattern must all match",
  main = function() panic("told") end,
  expect = {
    never{ panic = "told", pass = true },
    never{ panic = "told", deadlock = true },
  },
}

---- places of races and resources; lines counted from `here`

local here = tonumber(debug.traceback():match("expect%.lua:(%d+):"))

local function two_races()
  local x, y = shared(0, "x"), shared(0, "y")
  go(function()
    x:set(1) -- here + 5
    y:set(1)
  end)
  x:get() -- here + 8
  y:get()
end

scenario{
  name = "expect: a race by the line of either access, and by its name",
  main = two_races,
  expect = {
    always{ race = { name = "x", at = here + 5 } },
    always{ race = { name = "x", at = "expect.lua:" .. here + 8 } },
    always{ race = { at = here + 6 } },
    never{ race = { name = "y", at = here + 5 } },
    never{ race = { at = here + 7 } },
    never{ race = { at = "other.lua:" .. here + 5 } },
  },
  explore = random,
}

scenario{
  name = "expect: a resource by its name and the line that opened it",
  main = function()
    resource.open("file", "a.log") -- here + 29
    for _ = 1, 2 do
      resource.open("file", "b.log") -- here + 31
    end
  end,
  expect = {
    always{ resource = { at = here + 29, count = 1 } },
    always{ resource = { at = "expect.lua:" .. here + 31, count = 2 } },
    always{ resource = { name = "b.log", count = 2 } },
    always{ resource = { kind = "file", name = ".log", count = 3 } },
    never{ resource = { name = "a.log", at = here + 31 } },
    never{ resource = { at = here + 30 } },
    never{ resource = { name = "c.log" } },
  },
}
