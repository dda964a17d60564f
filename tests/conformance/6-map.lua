-- Go semantics, section 6: sync.Map.
local t = require "lib.t"
local eq, every, settle = t.eq, t.every, t.settle

local function two(what, v, ok, want_v, want_ok)
  eq(v, want_v, what .. ": value")
  eq(ok, want_ok, what .. ": ok")
end

local function load(m, key, want_v, want_ok)
  local v, ok = m:load(key)
  two("load", v, ok, want_v, want_ok)
end

local function filled(n)
  local m = sync.map()
  for i = 1, n do m:store(i, i * i) end
  return m
end

scenario{
  name = "6.7a map: load, store and delete",
  explore = every,
  main = function()
    local m = sync.map()
    load(m, "k", nil, false)
    m:store("k", 1)
    m:store("k", 2)
    load(m, "k", 2, true)
    m:delete("k")
    m:delete("k")
    load(m, "k", nil, false)
  end,
}

scenario{
  name = "6.7a map: load_or_store, load_and_delete and swap",
  explore = every,
  main = function()
    local m = sync.map()
    local v, ok = m:load_or_store("k", 1)
    two("load_or_store of a new key", v, ok, 1, false)
    v, ok = m:load_or_store("k", 2)
    two("load_or_store of an old one", v, ok, 1, true)
    v, ok = m:swap("k", 3)
    two("swap of an old one", v, ok, 1, true)
    v, ok = m:swap("other", 4)
    two("swap of a new one", v, ok, nil, false)
    v, ok = m:load_and_delete("k")
    two("load_and_delete", v, ok, 3, true)
    v, ok = m:load_and_delete("k")
    two("load_and_delete again", v, ok, nil, false)
    load(m, "other", 4, true)
  end,
}

scenario{
  name = "6.7a map: compare_and_swap and compare_and_delete",
  explore = every,
  main = function()
    local m = sync.map()
    eq(m:compare_and_swap("k", nil, 1), false, "swap of an absent key")
    load(m, "k", nil, false)
    m:store("k", 1)
    eq(m:compare_and_swap("k", 2, 3), false, "swap of another value")
    eq(m:compare_and_swap("k", 1, 3), true, "swap")
    load(m, "k", 3, true)
    eq(m:compare_and_delete("k", 1), false, "delete of another value")
    eq(m:compare_and_delete("k", 3), true, "delete")
    eq(m:compare_and_delete("k", 3), false, "delete of an absent key")
    load(m, "k", nil, false)
  end,
}

scenario{
  name = "6.7a map: clear",
  explore = every,
  main = function()
    local m = filled(3)
    m:clear()
    for i = 1, 3 do load(m, i, nil, false) end
    m:range(function() error("something is left") end)
  end,
}

scenario{
  name = "6.7a map: of several load_or_store one wins, and all see it",
  explore = every,
  main = function()
    local m, stored, seen = sync.map(), 0, {}
    for i = 1, 3 do
      go(function()
        local v, loaded = m:load_or_store("k", i)
        if not loaded then stored = stored + 1 end
        seen[v] = true
      end)
    end
    settle()
    eq(stored, 1, "stored")
    eq(seen[(m:load("k"))], true, "seen by all")
    local first = next(seen)
    eq(next(seen, first), nil, "another value seen")
  end,
}

scenario{
  name = "6.7b map: range visits each key once, until it is told to stop",
  explore = every,
  main = function()
    local m, seen, n = filled(5), {}, 0
    m:range(function(k, v)
      eq(v, k * k, "value")
      eq(seen[k], nil, "seen before")
      seen[k] = true
      n = n + 1
    end)
    eq(n, 5, "visits")
    m:range(function()
      n = n + 1
      return n < 7
    end)
    eq(n, 7, "visits until false")
  end,
}

scenario{
  name = "6.7b map: range visits no key twice, whatever others do",
  explore = every,
  main = function()
    local m, seen = filled(3), {}
    go(function()
      for i = 1, 3 do
        m:delete(i)
        m:store(i, "again")
      end
    end)
    m:range(function(k)
      eq(seen[k], nil, "seen before")
      seen[k] = true
    end)
  end,
}

scenario{
  name = "6.7c map: range is no snapshot",
  explore = every,
  main = function()
    local m, n, new = filled(2), 0, false
    go(function()
      m:delete(1)
      m:store(2, "new")
    end)
    m:range(function(_, v)
      assert(v ~= nil, "visited although it has gone")
      n = n + 1
      new = new or v == "new"
    end)
    check.sometimes(new, "a value that came meanwhile")
    check.sometimes(n == 1, "one that had gone")
    check.sometimes(n == 2 and not new, "all as it was")
  end,
}

scenario{
  name = "6.7d map: range inside range",
  explore = every,
  main = function()
    local m, sum = filled(3), 0
    m:range(function(a)
      m:range(function(b) sum = sum + a * b end)
    end)
    eq(sum, 36, "sum of the products")
  end,
}

scenario{
  name = "6.7e map: range's function may change the map",
  explore = every,
  main = function()
    local m, n = filled(4), 0
    m:range(function(k)
      n = n + 1
      for i = 1, 4 do
        if i ~= k then m:delete(i) end
      end
      m:store(k, "changed")
    end)
    eq(n, 1, "visits")
    m:range(function(_, v) eq(v, "changed", "value") end)
    m:range(function() m:clear() end)
    m:range(function() error("something is left") end)
  end,
}
