-- pool.new and resource.open.
local t = require "lib.t"

local function new_pool(max, name)
  local opened = 0
  return pool.new{ max = max, name = name, open = function()
    opened = opened + 1
    return { id = opened, close = function(c) c.is_closed = true end }
  end }
end

scenario{
  name = "pool: connections are opened up to max, and used again",
  main = function()
    local p = new_pool(2)
    local a, b = p:get(), p:get()
    t.eq(a.id, 1)
    t.eq(b.id, 2)
    p:put(a)
    t.eq(p:get(), a)
    p:put(a)
    p:put(b)
    t.eq(p:stats().idle, 2)
    p:close()
    t.eq(a.is_closed and b.is_closed, true)
  end,
}

scenario{
  name = "pool: who comes when all are out waits its turn, in a select",
  main = function()
    local p, order = new_pool(1), {}
    local c, waiter = p:get(), nil
    for i = 1, 3 do
      local g = go(function()
        local mine = p:get()
        order[#order + 1] = i
        p:put(mine)
      end)
      waiter = waiter or g
      time.sleep("1ms")
    end
    t.eq(waiter:wait_reason(), "select")
    t.eq(p:stats().waiting, 3)
    p:put(c)
    time.sleep("1ms")
    t.list(order, "1 2 3")
    p:close()
  end,
}

scenario{
  name = "pool: a context ends the wait, and nothing is lost",
  main = function()
    local p = new_pool(1)
    local c = p:get()
    local ctx, cancel = context.with_timeout(context.background(), "1ms")
    local v, err = p:get(ctx)
    t.eq(v, nil)
    t.eq(err, context.deadline_exceeded)
    cancel()
    v, err = p:get(ctx)
    t.eq(err, context.deadline_exceeded)
    p:put(c)
    t.eq(p:get(), c)
    p:put(c)
    p:close()
  end,
}

scenario{
  name = "pool: what opens a connection has the context of who wants it",
  main = function()
    local seen
    local p = pool.new{ max = 1, open = function(ctx) seen = ctx return {} end }
    local ctx, cancel = context.with_cancel(context.background())
    defer(cancel)
    p:put(p:get(ctx))
    t.eq(seen, ctx)
    p:close()
  end,
}

scenario{
  name = "pool: put and cancel at the same moment lose no connection",
  main = function()
    local p = new_pool(1)
    local c = p:get()
    local ctx, cancel = context.with_cancel(context.background())
    go(function()
      local v = p:get(ctx)
      if v then p:put(v) end
    end)
    go(cancel)
    go(function() p:put(c) end)
    time.sleep("1ms")
    local again = p:get()
    t.eq(again, c)
    p:put(again)
    p:close()
  end,
  explore = { runs = 300 },
}

scenario{
  name = "pool: a failing open is the getter's, and frees its place",
  main = function()
    local fails = true
    local p = pool.new{ max = 1, open = function()
      if fails then return nil, errors.new("no route") end
      return {}
    end }
    local v, err = p:get()
    t.eq(v, nil)
    t.eq(tostring(err), "no route")
    fails = false
    local c = p:get()
    t.eq(type(c), "table")
    p:discard(c)
    t.eq(p:stats().open, 0)
    p:close()
  end,
}

scenario{
  name = "pool: close turns waiters away",
  main = function()
    local p = new_pool(1)
    local c, said = p:get(), nil
    go(function() said = tostring((select(2, p:get()))) end)
    time.sleep("1ms")
    p:close()
    time.sleep("1ms")
    t.eq(said, "pool: closed")
    t.eq((select(2, p:get())), pool.closed)
    p:put(c)
    t.eq(c.is_closed, true)
  end,
}

scenario{
  name = "pool: a leaked connection starves the next",
  main = function()
    local p = new_pool(2, "db")
    for _ = 1, 2 do
      go("handler", function() p:get() end)
    end
    time.sleep("1ms")
    p:get()
  end,
  expect = always{
    deadlock = { wait = "select" },
    resource = { kind = "pool connection", count = 2 },
  },
}

scenario{
  name = "pool: misuse is told",
  main = function()
    local p = new_pool(1)
    t.fails("pool.new needs a table", pool.new)
    t.fails("max must be a whole number", pool.new, { open = print })
    t.fails("open must be a function", pool.new, { max = 1 })
    t.fails("is not out", p.put, p, {})
    t.fails("is not out", p.put, p, nil)
    local c = p:get()
    p:put(c)
    t.fails("put twice", p.put, p, c)
    t.fails("is the colon missing", p.get)
    p:close()
  end,
}

scenario{
  name = "resource: what is closed is no finding",
  main = function()
    local r = resource.open("file", "a.txt")
    t.eq(r.kind, "file")
    t.eq(r.name, "a.txt")
    t.eq(r:close(), nil)
    t.eq(tostring(r:close()), "close a.txt: already closed")
  end,
}

scenario{
  name = "resource: what is not closed is reported by kind",
  main = function()
    for _ = 1, 3 do resource.open("file") end
    resource.open("socket", "s"):close()
  end,
  expect = always{ resource = { kind = "file", count = 3 } },
}

scenario{
  name = "resource: after a leak it is a further finding",
  main = function()
    resource.open("file", "log")
    go(function() chan():recv() end)
  end,
  expect = always{ leak = { count = 1 }, resource = { kind = "file" } },
}

scenario{
  name = "resource: misuse is told",
  main = function()
    t.fails("the kind must be a string", resource.open)
    t.fails("the name must be a string", resource.open, "file", 1)
    t.fails("is the colon missing", resource.open("x").close)
  end,
  expect = always{ resource = { kind = "x" } },
}
