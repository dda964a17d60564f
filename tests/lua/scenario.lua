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
try("runs", function()
  return { name = "x", main = main, explore = { runs = -1 } }
end)
try("expect", function()
  return { name = "x", main = main, expect = 42 }
end)
try("nosuch|verdict|expect", function()
  return { name = "x", main = main, expect = always{ nosuch = true } }
end)

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
