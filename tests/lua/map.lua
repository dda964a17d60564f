-- map: Go's map, and what is fatal about it.
local t = require "lib.t"

local every = { strategy = "random", runs = 200 }

scenario{
  name = "map: keys are set, read, counted and removed",
  main = function()
    local m = map({ a = 1, b = 2 }, "m")
    t.eq(m.a, 1)
    t.eq(m.c, nil)
    t.eq(#m, 2)
    m.c = false
    t.eq(m.c, false)
    t.eq(#m, 3)
    m.a = nil
    m.nothing = nil
    t.eq(m.a, nil)
    t.eq(#m, 2)
    local key = {}
    m[key], m[true], m[1.5], m[print] = 1, 2, 3, 4
    t.eq(m[key] + m[true] + m[1.5] + m[print], 10)
    t.eq(tostring(m):match("^map m %(map#%d+%)$") ~= nil, true)
  end,
}

scenario{
  name = "map: made of nothing, of a name, of a list",
  main = function()
    t.eq(#map(), 0)
    t.eq(#map("only a name"), 0)
    t.eq(#map(nil, "m"), 0)
    local list = { 10, 20, 30 }
    local m = map(list)
    list[1] = 0
    local seen = {}
    for i, v in ipairs(m) do seen[#seen + 1] = i .. "=" .. v end
    t.list(seen, "1=10 2=20 3=30")
  end,
}

scenario{
  name = "map: misuse is told at the script's line",
  main = function()
    local m = map()
    local function set(k) m[k] = 1 end
    local function get(k) return m[k] end
    t.fails("key cannot be nil", set, nil)
    t.fails("key cannot be nil", get, nil)
    t.fails("key cannot be NaN", set, 0 / 0)
    t.fails("key cannot be NaN", get, 0 / 0)
    local text = t.fails("key cannot be nil", set, nil)
    assert(text:find("map.lua:" .. t.line() - 7, 1, true), text)
    t.fails("plain table", map, 42)
    t.fails("plain table", map, m)
    t.fails("plain table", map, shared({}))
    t.fails("name", map, {}, 42)
    t.fails("use pairs", next, m)
    local step, cursor = pairs(m)
    t.fails("iteration of a map", step, 42)
    t.fails("iteration of a map", step, m)
    t.fails("iteration of a map", step)
    t.eq(step(cursor), nil)
    t.eq(step(cursor), nil)
    t.eq(#m, 0)
  end,
}

---- iterating

local function order(m)
  local keys = {}
  for k, v in pairs(m) do
    t.eq(m[k], v)
    keys[#keys + 1] = k
  end
  return keys
end

scenario{
  name = "map: an iteration visits each key once, from any place on",
  explore = { runs = 100 },
  main = function()
    local first = order(map({ 1, 2, 3, 4 }))[1]
    t.eq(#order(map({ 1, 2, 3, 4, a = 5, b = 6, [true] = 7 })), 7)
    for i = 1, 4 do check.sometimes(first == i, "begins at " .. i) end
  end,
}

scenario{
  name = "map: two iterations of one map begin where they like",
  explore = { runs = 100 },
  main = function()
    local m = map({ 1, 2, 3 })
    local same = table.concat(order(m)) == table.concat(order(m))
    check.sometimes(same, "the same")
    check.sometimes(not same, "another")
  end,
}

scenario{
  name = "map: what is removed is not visited, what is added is not either",
  main = function()
    local m, visited = map(), 0
    for i = 1, 10 do m[i] = i end
    for k in pairs(m) do
      visited = visited + 1
      for i = 1, 10 do m[i] = nil end
      m[k + 100] = 1
    end
    t.eq(visited, 1)
    t.eq(#m, 1)
    for k in pairs(m) do
      m[k] = nil
      m[k] = 1
      m[k + 1] = 1
    end
    t.eq(#m, 2)
  end,
}

scenario{
  name = "map: an iteration goes on while the map is made anew",
  main = function()
    local m, visited, sum = map(), 0, 0
    for i = 1, 200 do m[i] = i end
    for k in pairs(m) do
      visited, sum = visited + 1, sum + k
      for i = 1, 200 do
        if i ~= k and i % 2 == 0 then m[i] = nil end
      end
      for i = 1000, 1100 do
        m[i] = 1
        m[i] = nil
      end
    end
    assert(visited == 100 or visited == 101, visited)
    for i = 1, 199, 2 do t.eq(m[i], i) end
  end,
}

scenario{
  name = "map: iterations inside iterations",
  main = function()
    local m, n = map({ 1, 2, 3 }), 0
    for a in pairs(m) do
      for b in pairs(m) do n = n + a * b end
    end
    t.eq(n, 36)
  end,
}

---- what is fatal

local function clash(name, text, one, other)
  scenario{
    name = "map: " .. name, explore = every,
    main = function()
      local m = map({ 1, 2 }, "m")
      go(one, m)
      other(m)
    end,
    expect = {
      sometimes{ fatal = text },
      sometimes{ fatal = text, race = { name = "m" } },
      always{ race = { name = "m" } },
    },
  }
end

local function write(m) m[1] = 5 end
local function write_other(m) m.x = 5 end
local function remove(m) m[1] = nil end
local function read(m) return m[2] end
local function iterate(m)
  for _ in pairs(m) do runtime.gosched() end
end

clash("two writes", "concurrent map writes", write, write_other)
clash("a write and a removal", "concurrent map writes", remove, write)
clash("a read and a write", "concurrent map read and map write", write, read)
clash("an iteration and a write", "concurrent map iteration and map write",
  write, iterate)

scenario{
  name = "map: recover and pcall do not catch it",
  explore = every,
  main = function()
    local m = map()
    local function set()
      defer(recover)
      pcall(function() m.x = 1 end)
    end
    go(set)
    set()
  end,
  expect = { sometimes{ fatal = "concurrent map writes" },
    never{ panic = true } },
}

scenario{
  name = "map: a length and a write race, and nothing is fatal",
  explore = every,
  main = function()
    local m = map({}, "m")
    go(write, m)
    return #m
  end,
  expect = { always{ race = { name = "m" } }, never{ fatal = true } },
}

scenario{
  name = "map: readers, and iterations, may come together",
  explore = every,
  main = function()
    local m = map({ 1, 2 })
    for _ = 1, 3 do
      go(read, m)
      go(iterate, m)
      go(function() return #m end)
    end
  end,
}

scenario{
  name = "map: under a lock all is well",
  explore = every,
  main = function()
    local m, mu, wg = map(), sync.rwmutex(), sync.waitgroup()
    for i = 1, 3 do
      wg:go(function()
        mu:lock()
        m[i] = i
        mu:unlock()
        mu:rlock()
        t.eq(m[i], i)
        iterate(m)
        mu:runlock()
      end)
    end
    wg:wait()
    t.eq(#m, 3)
  end,
}

scenario{
  name = "map: under Go's own order nothing overlaps, but it is a race",
  explore = { strategy = "default" },
  main = function()
    local m = map({}, "m")
    go(write, m)
    m[2] = 1
  end,
  expect = always{ race = { name = "m" } },
}
