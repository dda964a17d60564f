-- Data races on variables, tables and globals: what is one in every schedule,
-- and what never is.
local t = require "lib.t"
local races = require "lib.races"
local racy, fine = races.judged(scenario)
local together = races.together

local function nothing() end

---- variables

racy("two writes", "x", function()
  local x = shared(0, "x")
  go(function() x:set(1) end)
  x:set(2)
end)

racy("a read and a write", "x", function()
  local x = shared(0, "x")
  go(function() x:set(1) end)
  x:get()
end)

racy("a write and a read", "x", function()
  local x = shared(0, "x")
  go(function() x:get() end)
  x:set(1)
end)

racy("two updates", "x", function()
  local x = shared(0, "x")
  local function add() x:update(function(v) return v + 1 end) end
  together(add, add)
end)

racy("a sleep orders nothing", "x", function()
  local x = shared(0, "x")
  go(function() x:set(1) end)
  time.sleep("1s")
  x:get()
end)

racy("gosched and work order nothing", "x", function()
  local x = shared(0, "x")
  go(function() x:set(1) end)
  for _ = 1, 3 do runtime.gosched() end
  runtime.work("1ms")
  x:get()
end)

racy("the end of a goroutine orders nothing", "x", function()
  local x = shared(0, "x")
  local g = go(function() x:set(1) end)
  while g:status() ~= "dead" do time.sleep("1ms") end
  x:get()
end)

racy("siblings are ordered with main, not with each other", "x", function()
  local x = shared(0, "x")
  together(function() x:set(1) end, function() x:get() end)
  x:set(2)
end)

racy("a grandchild and its grandparent", "x", function()
  local x = shared(0, "x")
  go(function() go(function() x:set(1) end) end)
  x:get()
end)

racy("of many readers one is not waited for", "x", function()
  local x, wg = shared(0, "x"), sync.waitgroup()
  for _ = 1, 4 do wg:go(function() x:get() end) end
  go(function() x:get() end)
  wg:wait()
  x:set(1)
end)

racy("what a goroutine does after main has returned", "x", function()
  local x = shared(0, "x")
  go(function()
    time.sleep("1ms")
    x:set(1)
  end)
  x:set(2)
end)

-- This variable has no name: its place stands for it.
local here = debug.traceback():match("(%S+race%.lua):") .. ":"
racy("a variable without a name", here .. t.line() + 1, function()
  local x = shared(0)
  go(function() x:set(1) end)
  x:set(2)
end)

fine("reads", function()
  local x = shared(1)
  for _ = 1, 4 do go(function() x:get() end) end
  x:get()
end)

fine("what is set before go", function()
  local x = shared(0)
  x:set(1)
  go(function()
    x:set(x:get() + 1)
    go(function() x:set(x:get() + 1) end)
  end)
end)

fine("what only one goroutine touches", function()
  together(function()
    local x = shared(0)
    for i = 1, 3 do x:set(i) end
  end, function()
    local x = shared(0)
    x:set(1)
  end)
end)

---- tables and globals

racy("one field", "stock.pears", function()
  local s = shared({ apples = 1, pears = 2 }, "stock")
  go(function() s.pears = 3 end)
  t.eq(s.apples, 1)
  return s.pears
end)

racy("a field, named by its table", "stock", function()
  local s = shared({}, "stock")
  go(function() s.pears = 3 end)
  s.pears = 4
end)

racy("an element", "list.2", function()
  local s = shared({ 1, 2, 3 }, "list")
  go(function() s[2] = 20 end)
  return s[1] + s[2]
end)

racy("a field that was never set", "s.true", function()
  local s = shared({}, "s")
  go(function() s[true] = 1 end)
  return s[true]
end)

racy("pairs reads every field", "s.b", function()
  local s = shared({ a = 1, b = 2 }, "s")
  go(function() s.b = 3 end)
  for _ in pairs(s) do nothing() end
end)

racy("ipairs reads behind the end too", "s.3", function()
  local s = shared({ 1, 2 }, "s")
  go(function() s[3] = 3 end)
  for _ in ipairs(s) do nothing() end
end)

racy("the length and an append", "s", function()
  local s = shared({}, "s")
  go(function() s[1] = 1 end)
  return #s
end)

racy("the length and a removal", "s", function()
  local s = shared({ 1, 2 }, "s")
  go(function() s[2] = nil end)
  return #s
end)

racy("two appends, even one after the other", "s", function()
  local s = shared({}, "s")
  local function append() s[#s + 1] = true end
  go(append)
  time.sleep("1ms")
  append()
end)

racy("a global", "total", function()
  total = 0
  go(function() total = total + 1 end)
  return total
end)

racy("a global that is read before it is set", "ready", function()
  go(function() ready = true end)
  return ready
end)

fine("different fields", function()
  local s = shared({ a = 1, b = 2 })
  together(function() s.a = s.a + 1 end, function() s.b = s.b + 1 end)
  t.eq(s.a + s.b, 5)
end)

fine("a place for each result, counted at the end", function()
  local s, fs = shared({}), {}
  for i = 1, 4 do fs[i] = function() s[i] = i end end
  together(unpack(fs))
  t.eq(#s, 4)
  for i, v in ipairs(s) do t.eq(v, i) end
end)

fine("the length and a change that leaves it", function()
  local s = shared({ 1, 2 })
  go(function()
    s[1] = 3
    s.name = "no element"
  end)
  t.eq(#s, 2)
end)

fine("appends under a lock", function()
  local s, mu = shared({}), sync.mutex()
  local function append()
    mu:lock()
    s[#s + 1] = true
    mu:unlock()
  end
  together(append, append)
  t.eq(#s, 2)
end)

fine("globals: set before go, read by all", function()
  limit = 3
  local function check() t.eq(limit, 3) end
  together(check, check)
  limit = 4
end)

fine("globals that hold functions are not observed", function()
  function helper() return 1 end
  go(function() helper() end)
  helper()
end)

-- Told by its line, in whatever folder this file is.
local line = debug.traceback():match("race%.lua:(%d+)") + 4
scenario{
  name = "race: an unnamed table is told by where it was made",
  main = function()
    local x = shared{ a = 1 } -- at `line`
    go(function() x.a = 2 end)
    x.a = 3
    time.sleep(1)
  end,
  expect = {
    always{ race = { name = "race.lua:" .. line } },
    always{ race = { name = "race.lua:" .. line .. ".a" } },
    never{ race = { name = "race.lua:" .. line .. ".b" } },
    never{ race = { name = "race.lua:" .. line - 1 } },
  },
}
