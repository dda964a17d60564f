-- sync.pool: Go's sync.Pool.
local t = require "lib.t"

-- Go's own order: nothing is dropped.
local once = { strategy = "default" }

scenario{
  name = "sync.pool: the last put comes first, the first of all is private",
  explore = once,
  main = function()
    local p = sync.pool{ new = function() return "new" end }
    t.eq(p:get(), "new")
    for i = 1, 4 do t.results({ n = 0 }, p:put(i)) end
    t.eq(p:get(), 1)
    t.eq(p:get(), 4)
    t.eq(p:get(), 3)
    p:put(5)
    t.eq(p:get(), 5)
    t.eq(p:get(), 2)
    t.eq(p:get(), "new")
  end,
}

scenario{
  name = "sync.pool: without new it gives nil, and a nil is ignored",
  main = function()
    local p = sync.pool({}, "buffers")
    t.results({ n = 0 }, p:put(nil))
    t.results({ n = 0 }, p:put())
    t.eq(p:get(), nil)
    t.eq(sync.pool():get(), nil)
  end,
}

scenario{
  name = "sync.pool: two collections empty it",
  explore = once,
  main = function()
    local p = sync.pool{ new = function() return "new" end }
    for i = 1, 3 do p:put(i) end
    runtime.gc()
    p:put(4)
    t.eq(p:get(), 4, "before the victims")
    t.eq(p:get(), 1, "the private victim")
    runtime.gc()
    t.eq(p:get(), "new")
    p:put(5)
    collectgarbage()
    t.eq(p:get(), 5)
    p:put(6)
    collectgarbage()
    collectgarbage("collect")
    t.eq(p:get(), "new")
    p:put(7)
    collectgarbage("count")
    collectgarbage("count")
    t.eq(p:get(), 7)
  end,
}

scenario{
  name = "sync.pool: another processor steals from the back",
  explore = once, procs = 2,
  main = function()
    local p, got = sync.pool{}, {}
    for i = 1, 4 do p:put(i) end
    local done = chan()
    go(function()
      for i = 1, 4 do got[i] = p:get() end
      done:send(true)
    end)
    runtime.work("20ms")
    done:recv()
    table.sort(got)
    t.list(got, "2 3 4", "all but the private one")
    t.eq(p:get(), 1)
  end,
}

scenario{
  name = "sync.pool: exploring drops now and then what is put",
  explore = { strategy = "random", runs = 100 },
  main = function()
    local p = sync.pool{ new = function() return "new" end }
    go(function() end)
    p:put("old")
    local v = p:get()
    check.sometimes(v == "old", "kept")
    check.sometimes(v == "new", "dropped")
  end,
}

scenario{
  name = "sync.pool: nothing is given to two",
  explore = { runs = 100 },
  main = function()
    local p, held, wg = sync.pool{ new = function() return {} end }, {},
      sync.waitgroup()
    for _ = 1, 4 do
      wg:go(function()
        for _ = 1, 3 do
          local v = p:get()
          t.eq(held[v], nil)
          held[v] = true
          runtime.gosched()
          held[v] = nil
          p:put(v)
        end
      end)
    end
    wg:wait()
  end,
}

scenario{
  name = "sync.pool: a put comes before the get of it",
  explore = { runs = 100 },
  main = function()
    local p = sync.pool{ new = function() return shared({}) end }
    for i = 1, 3 do
      go(function()
        local v = p:get()
        v.x = i
        p:put(v)
      end)
    end
  end,
}

scenario{
  name = "sync.pool: who goes on using what it put races",
  explore = once,
  main = function()
    local p, v = sync.pool{}, shared({}, "v")
    p:put(v)
    go(function() p:get().x = 1 end)
    v.x = 2
  end,
  expect = always{ race = { name = "v" } },
}

scenario{
  name = "sync.pool: misuse is told at the script's line",
  main = function()
    local p = sync.pool{}
    for _, bad in ipairs{ 42, "x", {}, sync.mutex() } do
      t.fails("sync.pool expected", p.get, bad)
      t.fails("sync.pool expected", p.put, bad, 1)
    end
    t.fails("sync.pool expected", p.get)
    t.fails("needs a table", sync.pool, print)
    t.fails("new = a function", sync.pool, { new = 42 })
    t.fails("no key 'fresh'", sync.pool, { fresh = print })
    t.fails("name", sync.pool, {}, {})
    t.panics("boom", p.get == nil or function()
      return sync.pool{ new = function() panic("boom") end }:get()
    end)
  end,
}
