-- Go semantics, section 6: atomics. The tests of order are the well-known
-- litmus tests of memory models.
local t = require "lib.t"
local eq, every, settle = t.eq, t.every, t.settle
local often = { strategy = "random", runs = 300 }

scenario{
  name = "6.8a atomics: no update is lost",
  explore = every,
  main = function()
    local n, turns = sync.atomic(0), sync.atomic(0)
    for _ = 1, 3 do
      go(function()
        for _ = 1, 3 do
          n:add(1)
          repeat
            local v = turns:load()
          until turns:cas(v, v + 1)
        end
      end)
    end
    settle()
    eq(n:load(), 9, "added")
    eq(turns:load(), 9, "compared and swapped")
  end,
}

scenario{
  name = "6.8a atomics: of two who each store and then load, one sees the"
    .. " other",
  explore = often,
  main = function()
    local x, y, r1, r2 = sync.atomic(0), sync.atomic(0), nil, nil
    go(function()
      x:store(1)
      r1 = y:load()
    end)
    go(function()
      y:store(1)
      r2 = x:load()
    end)
    settle()
    assert(r1 + r2 > 0, "neither saw the other")
    check.sometimes(r1 == 0, "the second saw the first")
    check.sometimes(r2 == 0, "the first saw the second")
    check.sometimes(r1 + r2 == 2, "both saw")
  end,
}

scenario{
  name = "6.8a atomics: two readers never disagree about the order of two"
    .. " stores",
  explore = often,
  main = function()
    local x, y, a, b = sync.atomic(0), sync.atomic(0), {}, {}
    go(function() x:store(1) end)
    go(function() y:store(1) end)
    go(function() a.x, a.y = x:load(), y:load() end)
    go(function() b.y, b.x = y:load(), x:load() end)
    settle()
    local x_first, y_first = a.x == 1 and a.y == 0, b.y == 1 and b.x == 0
    assert(not (x_first and y_first), "they disagree")
    check.sometimes(x_first, "x came first")
    check.sometimes(y_first, "y came first")
  end,
}

scenario{
  name = "6.8a atomics: who sees a store sees what came before it",
  explore = every,
  main = function()
    local ready, x = sync.atomic(false), shared(0, "x")
    go(function()
      x:set(1)
      ready:store(true)
    end)
    local saw = ready:load()
    if saw then eq(x:get(), 1, "value") end
    check.sometimes(saw, "seen")
    check.sometimes(not saw, "not seen")
  end,
}

local function mixed(what, atomic, plain, race)
  scenario{
    name = "6.8b atomics: " .. what,
    explore = every,
    main = function()
      local x = sync.atomic(0, "x")
      go(atomic, x)
      plain(x)
    end,
    expect = always(race and { race = { name = "x" } } or { pass = true }),
  }
end

mixed("an atomic write and a plain read are a race",
  function(x) x:add(1) end, function(x) x:get() end, true)
mixed("an atomic read and a plain write are a race",
  function(x) x:load() end, function(x) x:set(1) end, true)
mixed("an atomic and a plain read are none",
  function(x) x:load() end, function(x) x:get() end, false)
mixed("two atomic writes are none",
  function(x) x:store(1) end, function(x) x:swap(2) end, false)
