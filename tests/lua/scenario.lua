-- scenario: what its keys mean, and that each run has a world of its own.
local t = require "lib.t"

-- What defining a wrong scenario says, tried while this file is loaded.
local wrong = {}
local function try(words, spec)
  local ok, err = pcall(function() scenario(spec()) end)
  wrong[#wrong + 1] = { words = words, ok = ok, text = tostring(err) }
end
local function main() end
try("table|scenario", function() return nil end)
try("main", function() return { name = "no main" } end)
try("main|function", function() return { name = "x", main = 42 } end)
try("name", function() return { name = {}, main = main } end)
try("nosuch", function()
  return { name = "x", main = main, nosuch = 1 }
end)
try("procs", function()
  return { name = "x", main = main, procs = 0 }
end)
try("timeout|duration", function()
  return { name = "x", main = main, timeout = "soon" }
end)
try("drain|duration", function()
  return { name = "x", main = main, drain = "later" }
end)
try("strategy|nosuch", function()
  return { name = "x", main = main, explore = { strategy = "nosuch" } }
end)
try("there are: auto, default, random, pct, pos, urw, surw, delay", function()
  return { name = "x", main = main, explore = { strategy = "" } }
end)
for words, explore in pairs{
  ["there is no strategy 'pos:3'"] = { strategy = "pos:3" },
  ["there is no strategy 'pct:0'"] = { strategy = "pct:0" },
  ["there is no strategy 'pct:1001'"] = { strategy = "pct:1001" },
  ["explore.depth goes with the strategies pct and delay, not pos"] =
    { strategy = "pos", depth = 3 },
  ["explore.depth goes with the strategies pct and delay, not auto"] =
    { depth = 3 },
  ["explore.depth is at most 1000, got 1001"] =
    { strategy = "pct", depth = 1001 },
  ["explore.depth must be a whole number from 1 on, got 0"] =
    { strategy = "pct", depth = 0 },
  ["explore: depth must be a number, got string"] =
    { strategy = "pct", depth = "deep" },
  ["explore.schedule: character 1: no schedule"] = { schedule = "s0/p1" },
  ["explore: schedule must be a string, got number"] = { schedule = 1 },
  ["explore.schedule is one run, explore.runs does not go with it"] =
    { schedule = "seep1/00000000/s0/p1/n1/-", runs = 5 },
  ['explore.time is "idle" or "free", got fast'] = { time = "fast" },
} do
  try(words, function()
    return { name = "x", main = main, explore = explore }
  end)
end
try("runs", function()
  return { name = "x", main = main, explore = { runs = -1 } }
end)
try("expect", function()
  return { name = "x", main = main, expect = 42 }
end)
try("nosuch|verdict|expect", function()
  return { name = "x", main = main, expect = always{ nosuch = true } }
end)

local function try_storm(words, storm)
  try(words, function() return { name = "x", main = main, storm = storm } end)
end
try_storm("storm must be a table of limits or false, got true", true)
try_storm("storm must be a table of limits or false, got 5000", 5000)
try_storm("storm has no key 'percent' (it has: age, blocked, goroutines)",
  { percent = 67 })
try_storm("storm: goroutines must be a number, got string",
  { goroutines = "many" })
try_storm("storm.goroutines must be a whole number from 0 on, got 0.5",
  { goroutines = 0.5 })
try_storm("storm.goroutines must be a whole number from 0 on, got -1",
  { goroutines = -1 })
try_storm("storm.blocked must be a share from 0 to below 1, got 67",
  { blocked = 67 })
try_storm("storm.blocked must be a share from 0 to below 1, got 1",
  { blocked = 1 })
try_storm("storm.blocked must be a share from 0 to below 1, got nan",
  { blocked = 0 / 0 })
try_storm("invalid duration", { age = "old" })
try_storm("storm.age cannot be negative", { age = "-1s" })

scenario{
  name = "scenario: a wrong definition says what is wrong",
  main = function()
    for i, try in ipairs(wrong) do
      t.eq(try.ok, false, "definition " .. i)
      local found = false
      for word in try.words:gmatch("[^|]+") do
        found = found or try.text:find(word, 1, true)
      end
      assert(found, i .. ": " .. try.text)
    end
  end,
}

local loaded = 0
loads = (loads or 0) + 1

scenario{
  name = "scenario: every run starts with the file's own values",
  main = function()
    loaded = loaded + 1
    t.eq(loaded, 1)
    t.eq(loads, 1)
    loads = loads + 1
    string.added, t.added = (string.added or 0) + 1, (t.added or 0) + 1
    t.eq(string.added, 1)
    t.eq(t.added, 1)
  end,
  explore = { strategy = "random", runs = 20 },
}

scenario{
  name = "scenario: nothing is left of the scenario before",
  main = function()
    t.eq(loaded, 0)
    t.eq(loads, 1)
    t.eq(string.added, nil)
    t.eq(t.added, nil)
    t.eq(time.now(), 0)
    t.eq(runtime.num_goroutine(), 1)
  end,
}

scenario{
  name = "scenario: main has a frame of its own for defer",
  main = function()
    local ch = chan(1)
    defer(function() t.eq(ch:recv(), "body") end)
    ch:send("body")
  end,
}

scenario{
  name = "scenario: procs sets the number of Ps",
  main = function() t.eq(runtime.gomaxprocs(), 4) end,
  procs = 4,
}

scenario{
  name = "scenario: timeout limits the virtual time",
  main = function()
    time.sleep("2s")
    error("went on")
  end,
  timeout = "1s",
  expect = always{ limit = true },
}

scenario{
  name = "scenario: within its timeout all is well",
  main = function() time.sleep("1s") end,
  timeout = "2s",
}

scenario{
  name = "scenario: goroutines go on after main, within the drain",
  main = function()
    go(function()
      time.sleep("5m")
      panic("after main")
    end)
  end,
  expect = always{ panic = "after main" },
}

scenario{
  name = "scenario: who sleeps beyond the drain is a leak",
  main = function() go(function() time.sleep("1h") end) end,
  expect = always{ leak = { wait = "sleep", count = 1 } },
}

scenario{
  name = "scenario: a longer drain lets him finish",
  main = function() go(function() time.sleep("1h") end) end,
  drain = "2h",
}

scenario{
  name = "scenario: with a drain of 0s it ends with main, as Go does",
  main = function()
    go(function()
      time.sleep("1ms")
      panic("after main")
    end)
    go(function() chan():recv() end)
    runtime.gosched()
  end,
  drain = "0s",
}

scenario{
  name = "scenario: a blocked goroutine is a leak, by default a failure",
  main = function() go(function() chan():recv() end) end,
  expect = always{ leak = true },
}

scenario.pair{
  name = "scenario: pair leaks, and its fixed twin",
  main = function(fixed)
    t.eq(type(fixed), "boolean")
    local ch = chan(fixed and 1 or 0)
    go(function() ch:send(1) end)
  end,
  expect = always{ leak = { wait = "chan send", count = 1 } },
}

-- n goroutines that wait until main closes the channel, after d.
local function crowd(n, d)
  local gate = chan()
  for _ = 1, n do
    go(function() gate:recv() end)
  end
  time.sleep(d)
  gate:close()
end

local storm = always{ storm = true }

scenario{
  name = "scenario: storm, by default more than 5,000 for more than 90 s",
  main = function() crowd(5000, "91s") end,
  expect = storm,
  explore = { runs = 1 },
}

scenario{
  name = "scenario: 5,000 are no storm, nor are 90 s",
  main = function()
    crowd(4999, "91s")
    crowd(5000, "90s")
  end,
  explore = { runs = 1 },
}

scenario{
  name = "scenario: storm.goroutines says how many are too many",
  main = function() crowd(10, "91s") end,
  storm = { goroutines = 10 },
  expect = storm,
}

scenario{
  name = "scenario: as many as storm.goroutines are not",
  main = function() crowd(9, "91s") end,
  storm = { goroutines = 10 },
}

-- Of four, two wait: main and the others are in a system call.
local function half()
  local gate = chan()
  for _ = 1, 2 do
    go(function() gate:recv() end)
  end
  go(runtime.syscall, "100s")
  runtime.syscall("100s")
  gate:close()
end

scenario{
  name = "scenario: storm.blocked says which share is too much",
  main = half,
  storm = { goroutines = 3, blocked = 0.499 },
  expect = storm,
  explore = { strategy = "default" },
}

scenario{
  name = "scenario: exactly storm.blocked is not",
  main = half,
  storm = { goroutines = 3, blocked = 0.5 },
  explore = { strategy = "default" },
}

scenario{
  name = "scenario: storm.age says how long is too long",
  main = function() crowd(10, "11ms") end,
  storm = { goroutines = 10, age = "10ms" },
  expect = storm,
}

scenario{
  name = "scenario: exactly storm.age is not",
  main = function() crowd(10, "10ms") end,
  storm = { goroutines = 10, age = 10 * time.ms },
}

scenario{
  name = "scenario: storm = false switches storms off",
  main = function() crowd(6000, "200s") end,
  storm = false,
  explore = { runs = 1 },
}

scenario{
  name = "scenario: an endless age switches them off too",
  main = function() crowd(10, "100s") end,
  storm = { goroutines = 0, blocked = 0, age = math.huge },
}

scenario{
  name = "scenario: more goroutines than can be counted",
  main = function() crowd(10, "100s") end,
  storm = { goroutines = 2 ^ 40, blocked = 0, age = 0 },
}

scenario{
  name = "scenario: an endless timeout",
  main = function() time.sleep("20000h") end,
  timeout = math.huge,
}

scenario{
  name = "scenario: an endless drain",
  main = function() go(function() time.sleep("20000h") end) end,
  timeout = "30000h", drain = math.huge,
}

scenario.pair{
  name = "scenario: a pair has one storm key",
  main = function(fixed) crowd(fixed and 1 or 10, "2s") end,
  storm = { goroutines = 5, age = "1s" },
  expect = storm,
}
