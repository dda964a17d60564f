-- sync.map: Go's sync.Map.
local t = require "lib.t"

local every = { strategy = "random", runs = 100 }

scenario{
  name = "sync.map: load, store and delete",
  main = function()
    local m = sync.map("users")
    t.results({ nil, false, n = 2 }, m:load("a"))
    t.results({ n = 0 }, m:store("a", 1))
    t.results({ 1, true }, m:load("a"))
    m:store("a", 2)
    t.results({ 2, true }, m:load("a"))
    t.results({ n = 0 }, m:delete("a"))
    t.results({ nil, false, n = 2 }, m:load("a"))
    m:delete("a")
    m:delete("never there")
    t.eq(tostring(m):match("^sync.map users %(syncmap#%d+%)$") ~= nil, true)
  end,
}

scenario{
  name = "sync.map: a nil and a false are values",
  main = function()
    local m = sync.map()
    m:store("nil", nil)
    m:store(false, false)
    t.results({ nil, true, n = 2 }, m:load("nil"))
    t.results({ false, true }, m:load(false))
    t.results({ nil, true, n = 2 }, m:load_or_store("nil", 1))
    t.eq(m:compare_and_swap("nil", nil, 1), true)
    t.eq(m:compare_and_swap("absent", nil, 1), false)
    t.eq(m:compare_and_delete(false, nil), false)
    t.eq(m:compare_and_delete(false, false), true)
    local seen = {}
    m:store("nil", nil)
    m:range(function(k, v) seen[#seen + 1] = k .. tostring(v) end)
    t.list(seen, "nilnil")
  end,
}

scenario{
  name = "sync.map: what both reads and writes",
  main = function()
    local m = sync.map()
    t.results({ 1, false }, m:load_or_store("a", 1))
    t.results({ 1, true }, m:load_or_store("a", 2))
    t.results({ 1, true }, m:swap("a", 3))
    t.results({ nil, false, n = 2 }, m:swap("b", 4))
    t.results({ 3, true }, m:load_and_delete("a"))
    t.results({ nil, false, n = 2 }, m:load_and_delete("a"))
    t.eq(m:compare_and_swap("b", 5, 6), false)
    t.eq(m:compare_and_swap("b", 4, 6), true)
    t.eq(m:compare_and_delete("b", 4), false)
    t.eq(m:compare_and_delete("b", 6), true)
    t.eq(m:compare_and_delete("b", 6), false)
    t.results({ nil, false, n = 2 }, m:load("b"))
  end,
}

scenario{
  name = "sync.map: what cannot be compared is a panic in Go's words",
  main = function()
    local m = sync.map()
    local swap = "called CompareAndSwap when value is not of comparable type"
    local delete =
      "called CompareAndDelete when value is not of comparable type"
    m:store("f", print)
    for _, old in ipairs{ print, map() } do
      t.panics(swap, m.compare_and_swap, m, "f", old, 1)
      t.panics(swap, m.compare_and_swap, m, "absent", old, 1)
      t.panics(delete, m.compare_and_delete, m, "f", old)
    end
    local key = {}
    m:store(key, key)
    t.eq(m:compare_and_delete(key, {}), false)
    t.eq(m:compare_and_delete(key, key), true)
  end,
}

scenario{
  name = "sync.map: misuse is told at the script's line",
  main = function()
    local m = sync.map()
    local calls = {
      "load", "store", "load_or_store", "load_and_delete", "delete", "swap",
      "compare_and_swap", "compare_and_delete", "clear", "range",
    }
    for _, name in ipairs(calls) do
      for _, bad in ipairs{ 42, "x", {}, map(), sync.mutex() } do
        t.fails("sync.map expected", m[name], bad, 1, 2, 3)
      end
      t.fails("sync.map expected, got n", m[name])
    end
    t.fails("key cannot be nil", m.load, m)
    t.fails("key cannot be nil", m.store, m, nil, 1)
    t.fails("key cannot be NaN", m.load, m, 0 / 0)
    t.fails("store needs a key and a value", m.store, m, 1)
    t.fails("swap needs", m.swap, m, 1)
    t.fails("old and the new value", m.compare_and_swap, m, 1, 2)
    t.fails("function", m.range, m, 42)
    t.fails("function", m.range, m)
    t.fails("name", sync.map, {})
    m:range(error)
  end,
}

---- range

local function filled(n)
  local m = sync.map()
  for i = 1, n do m:store(i, i * i) end
  return m
end

scenario{
  name = "sync.map: range visits each key once, until f returns false",
  explore = { runs = 50 },
  main = function()
    local m, seen, n = filled(5), {}, 0
    m:range(function(k, v)
      t.eq(v, k * k)
      t.eq(seen[k], nil)
      seen[k] = true
      if k == 1 then check.sometimes(n == 0, "begins at 1") end
      if k == 4 then check.sometimes(n == 0, "begins at 4") end
      n = n + 1
      return true
    end)
    t.eq(n, 5)
    n = 0
    m:range(function()
      n = n + 1
      if n == 3 then return false end
    end)
    t.eq(n, 3)
  end,
}

scenario{
  name = "sync.map: range may be called inside, and f may change the map",
  main = function()
    local m, n, sum = filled(4), 0, 0
    m:range(function(a)
      m:range(function(b) sum = sum + a * b end)
    end)
    t.eq(sum, 100)
    m:range(function(k)
      n = n + 1
      for i = 1, 4 do
        if i ~= k then m:delete(i) end
      end
      m:store("new " .. n, 0)
    end)
    t.eq(n, 1)
    m:range(function() m:clear() end)
    m:range(function() n = n + 1 end)
    t.eq(n, 1)
    m:store(1, 1)
    t.results({ 1, true }, m:load(1))
  end,
}

scenario{
  name = "sync.map: range is no snapshot",
  explore = every,
  main = function()
    local m, n = filled(2), 0
    go(function()
      m:delete(1)
      m:store(2, "new")
    end)
    m:range(function(_, v)
      n = n + 1
      check.sometimes(v == "new", "a value that came meanwhile")
    end)
    check.sometimes(n == 1, "one had gone")
    check.sometimes(n == 2, "none had")
  end,
}

scenario{
  name = "sync.map: a panic in f leaves range",
  main = function()
    local m = filled(3)
    t.panics("boom", m.range, m, function() panic("boom") end)
    t.eq(m:load(1), 1)
  end,
}

---- several goroutines

scenario{
  name = "sync.map: one wins load_or_store, and all see its value",
  explore = every,
  main = function()
    local m, wg, stored = sync.map(), sync.waitgroup(), 0
    local winners = {}
    for i = 1, 3 do
      wg:go(function()
        local v, loaded = m:load_or_store("k", i)
        if not loaded then stored = stored + 1 end
        winners[v] = true
      end)
    end
    wg:wait()
    t.eq(stored, 1)
    t.eq(winners[m:load("k")], true)
    check.sometimes(m:load("k") == 1, "the first")
    check.sometimes(m:load("k") == 3, "the last")
  end,
}

local function handed(name, write, read)
  scenario{
    name = "sync.map: " .. name, explore = every,
    main = function()
      local m, data = sync.map(), shared(0, "data")
      m:store("gone", 1)
      go(function()
        data:set(1)
        write(m)
      end)
      if read(m) then data:get() end
    end,
  }
end

handed("a store comes before the load that sees it",
  function(m) m:store("k", 1) end, function(m) return m:load("k") end)
handed("a delete comes before the load that misses it",
  function(m) m:delete("gone") end, function(m) return not m:load("gone") end)
handed("a clear comes before the load that misses it",
  function(m) m:clear() end, function(m) return not m:load("gone") end)
handed("a swap comes before the load_or_store that sees it",
  function(m) m:swap("k", 1) end,
  function(m) return (select(2, m:load_or_store("k", 2))) end)
handed("a store comes before the range that sees it",
  function(m) m:store("gone", 2) end,
  function(m)
    local saw = false
    m:range(function(_, v) saw = saw or v == 2 end)
    return saw
  end)

local function unordered(name, write, read)
  scenario{
    name = "sync.map: " .. name, explore = every,
    main = function()
      local m, data = sync.map(), shared(0, "data")
      go(function()
        data:set(1)
        write(m)
      end)
      read(m)
      data:get()
    end,
    expect = always{ race = { name = "data" } },
  }
end

unordered("stores of one key do not order another's load",
  function(m) m:store("a", 1) end, function(m) m:load("b") end)
unordered("a store does not see the one before",
  function(m) m:store("a", 1) end, function(m) m:store("a", 2) end)
unordered("a compare_and_swap that fails passes nothing on",
  function(m) m:compare_and_swap("a", 1, 2) end, function(m) m:load("a") end)
