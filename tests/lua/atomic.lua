-- sync.atomic: operations, their order, and races with plain accesses.
local t = require "lib.t"

local every = { strategy = "random", runs = 100 }

-- main races on "x", whatever the schedule.
local function racy(name, main)
  scenario{
    name = "atomic race: " .. name, explore = every, main = main,
    expect = { always{ race = { name = "x" } }, never{ panic = true } },
  }
end

local function fine(name, main)
  scenario{ name = "atomic: " .. name, explore = every, main = main }
end

scenario{
  name = "atomic: load, store, add, swap and cas",
  main = function()
    local x = sync.atomic(1, "x")
    t.eq(x:load(), 1)
    t.results({ n = 0 }, x:store(2))
    t.eq(x:load(), 2)
    t.eq(x:add(40), 42, "add returns the new value")
    t.eq(x:add(-2), 40)
    t.eq(x:swap(7), 40, "swap returns the old value")
    t.eq(x:cas(8, 9), false)
    t.eq(x:load(), 7)
    t.eq(x:cas(7, 9), true)
    t.eq(x:load(), 9)
    t.eq(x:get(), 9)
    t.results({ n = 0 }, x:set(3))
    t.eq(x:load(), 3)
    t.eq(tostring(x):match("^atomic x %(atomic#%d+%)$") ~= nil, true)
  end,
}

scenario{
  name = "atomic: any value, nil too; equal is being the same",
  main = function()
    local a, b = {}, {}
    local x = sync.atomic(nil)
    t.results({ n = 1 }, x:load())
    t.eq(x:cas(nil, a), true)
    t.eq(x:cas(b, nil), false)
    t.eq(x:swap(nil), a)
    t.eq(x:load(), nil)
    t.eq(sync.atomic():load(), nil)
    x:store(false)
    t.eq(x:cas(nil, 1), false)
    t.eq(x:cas(false, "s"), true)
    t.eq(x:load(), "s")
    local nan = sync.atomic(0 / 0)
    t.eq(nan:cas(0 / 0, 1), false)
  end,
}

scenario{
  name = "atomic: misuse is told at the script's line",
  main = function()
    local x = sync.atomic(1)
    for _, bad in ipairs{ 42, "x", {}, chan(), sync.mutex(), shared(1) } do
      for _, m in ipairs{ "load", "store", "add", "swap", "cas", "get", "set" } do
        t.fails("atomic variable expected", x[m], bad, 1, 2)
      end
    end
    t.fails("expected, got no value", x.load)
    t.fails("store needs a value", x.store, x)
    t.fails("swap needs a value", x.swap, x)
    t.fails("set needs a value", x.set, x)
    t.fails("two values", x.cas, x, 1)
    t.fails("add needs a number, got no value|add needs a number", x.add, x)
    t.fails("add needs a number, got string", x.add, x, "1")
    x:store("text")
    local _, text = pcall(function() x:add(1) end)
    t.eq(text:match("[^/]+$"), "atomic.lua:" .. t.line() - 1
      .. ": atomic:add needs a number in the variable, it holds a string")
    t.fails("name", sync.atomic, 1, {})
    t.eq(x:load(), "text")
  end,
}

-- An error of an operation that was put off is raised all the same.
scenario{
  name = "atomic: add to what is no number, whoever went first",
  explore = every,
  main = function()
    local x, wg = sync.atomic(1), sync.waitgroup()
    wg:go(function() x:store("text") end)
    wg:go(function()
      local ok, err = pcall(x.add, x, 1)
      assert(ok or err:find("atomic.lua:%d+: atomic:add"), err)
    end)
    wg:wait()
    t.eq(x:load(), "text")
  end,
}

fine("no add is lost", function()
  local x, wg = sync.atomic(0), sync.waitgroup()
  for _ = 1, 4 do
    wg:go(function() for _ = 1, 5 do x:add(1) end end)
  end
  wg:wait()
  t.eq(x:load(), 20)
end)

scenario{
  name = "atomic: a load and a store are two operations",
  explore = every,
  main = function()
    local x, wg = sync.atomic(0), sync.waitgroup()
    for _ = 1, 2 do wg:go(function() x:store(x:load() + 1) end) end
    wg:wait()
    check.sometimes(x:load() == 1, "an add was lost")
    check.sometimes(x:load() == 2, "none was")
  end,
}

fine("cas is a lock", function()
  local lock, n, wg = sync.atomic(0), 0, sync.waitgroup()
  for _ = 1, 3 do
    wg:go(function()
      while not lock:cas(0, 1) do runtime.gosched() end
      local before = n
      runtime.gosched()
      n = before + 1
      lock:store(0)
    end)
  end
  wg:wait()
  t.eq(n, 3)
end)

-- Store buffering: with sequential consistency one of the two sees the other.
fine("sequentially consistent", function()
  local x, y, wg = sync.atomic(0), sync.atomic(0), sync.waitgroup()
  local a, b
  wg:go(function()
    x:store(1)
    a = y:load()
  end)
  wg:go(function()
    y:store(1)
    b = x:load()
  end)
  wg:wait()
  assert(a == 1 or b == 1)
end)

scenario{
  name = "atomic: a loop that only polls is a livelock",
  explore = { strategy = "default" },
  main = function()
    local x = sync.atomic(0)
    while not x:cas(1, 2) do end
  end,
  expect = always{ livelock = true },
}

---- races

fine("atomic with atomic never races", function()
  local x = sync.atomic(0, "x")
  go(function() x:store(1) x:add(1) end)
  go(function() x:swap(2) x:cas(2, 3) end)
  x:load()
end)

racy("a plain read and an atomic store", function()
  local x = sync.atomic(0, "x")
  go(function() x:store(1) end)
  x:get()
end)

racy("a plain write and an atomic load", function()
  local x = sync.atomic(0, "x")
  go(function() x:load() end)
  x:set(1)
end)

racy("a plain write and an atomic add", function()
  local x = sync.atomic(0, "x")
  go(function() x:add(1) end)
  x:set(1)
end)

racy("two plain writes", function()
  local x = sync.atomic(0, "x")
  go(function() x:set(2) end)
  x:set(1)
end)

racy("a plain read and a cas that fails", function()
  local x = sync.atomic(0, "x")
  go(function() x:cas(5, 6) end)
  x:get()
end)

fine("a plain read and an atomic load do not race", function()
  local x = sync.atomic(0, "x")
  go(function() x:load() end)
  x:get()
end)

fine("what is ordered by something else does not race", function()
  local x, mu = sync.atomic(0, "x"), sync.mutex()
  x:set(1)
  go(function()
    mu:lock()
    x:store(2)
    mu:unlock()
  end)
  mu:lock()
  x:get()
  mu:unlock()
end)

fine("who sees a store sees what came before it", function()
  local data, ready = shared(0, "data"), sync.atomic(false)
  go(function()
    data:set(42)
    ready:store(true)
  end)
  if ready:load() then t.eq(data:get(), 42) end
end)

fine("an add passes on and takes", function()
  local data, n = shared({}, "data"), sync.atomic(0)
  for i = 1, 2 do
    go(function()
      data[i] = i
      n:add(1)
    end)
  end
  if n:load() == 2 then t.eq(data[1] + data[2], 3) end
end)

scenario{
  name = "atomic race: who stores over a store has not seen it",
  explore = every,
  main = function()
    local data, x = shared(0, "data"), sync.atomic(0)
    go(function()
      data:set(1)
      x:store(1)
    end)
    x:store(2)
    x:load()
    data:get()
  end,
  expect = sometimes{ race = { name = "data" } },
}
