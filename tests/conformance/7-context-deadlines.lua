-- Go semantics, section 7: deadlines, and what done and err tell.
local t = require "lib.t"
local alive, ended, eq, every = t.alive, t.ended, t.eq, t.every

scenario{
  name = "7.4d deadline: it ends the context at its very instant",
  explore = every,
  main = function()
    local ctx, cancel = context.with_timeout(context.background(), "5ms")
    defer(cancel)
    local at, ok = ctx:deadline()
    eq(ok, true, "ok")
    eq(at, 5 * time.ms, "deadline")
    time.sleep("4ms")
    alive(ctx, "before")
    ctx:done():recv()
    eq(time.now(), 5 * time.ms, "time")
    eq(ctx:err(), context.deadline_exceeded, "err")
  end,
}

scenario{
  name = "7.4d deadline: given as a time",
  explore = every,
  main = function()
    time.sleep("3ms")
    local ctx, cancel = context.with_deadline(context.background(),
      time.now() + 4 * time.ms)
    defer(cancel)
    eq(ctx:deadline(), 7 * time.ms, "deadline")
    ctx:done():recv()
    eq(time.now(), 7 * time.ms, "time")
  end,
}

scenario{
  name = "7.4a deadline: a parent's earlier one is kept",
  explore = every,
  main = function()
    local root, cancel = context.with_timeout(context.background(), "2ms")
    defer(cancel)
    local child, cancel_child = context.with_timeout(root, "1h")
    defer(cancel_child)
    eq(child:deadline(), 2 * time.ms, "child's deadline")
    child:done():recv()
    eq(time.now(), 2 * time.ms, "time")
    eq(child:err(), context.deadline_exceeded, "child's err")
  end,
}

scenario{
  name = "7.4d deadline: a child's earlier one leaves the parent alive",
  explore = every,
  main = function()
    local root, cancel = context.with_timeout(context.background(), "1h")
    local child, cancel_child = context.with_timeout(root, "2ms")
    eq(child:deadline(), 2 * time.ms, "child's deadline")
    child:done():recv()
    ended(child, context.deadline_exceeded, "child")
    alive(root, "parent")
    cancel_child()
    cancel()
  end,
}

scenario{
  name = "7.4b deadline: a past one ends the context at once",
  explore = every,
  main = function()
    local bg = context.background()
    time.sleep("1ms")
    local past = {
      (context.with_timeout(bg, 0)),
      (context.with_timeout(bg, -5)),
      (context.with_deadline(bg, time.now())),
      (context.with_deadline(bg, 0)),
    }
    for i, ctx in ipairs(past) do
      ended(ctx, context.deadline_exceeded, "context " .. i)
    end
    eq(time.now(), time.ms, "time")
  end,
}

scenario{
  name = "7.4c deadline: a cancel after it changes nothing",
  explore = every,
  main = function()
    local ctx, cancel = context.with_timeout(context.background(), "1ms")
    time.sleep("2ms")
    cancel()
    ended(ctx, context.deadline_exceeded, "context")
  end,
}

scenario{
  name = "7.4c deadline: it changes nothing after a cancel",
  explore = every,
  main = function()
    local ctx, cancel = context.with_timeout(context.background(), "1ms")
    cancel()
    ended(ctx, context.canceled, "before the deadline")
    time.sleep("2ms")
    ended(ctx, context.canceled, "after it")
  end,
}

scenario{
  name = "7.4a deadline: a value's context reports its parent's",
  explore = every,
  main = function()
    local root, cancel = context.with_timeout(context.background(), "2ms")
    defer(cancel)
    local ctx = context.with_value(root, "k", 1)
    eq(ctx:deadline(), 2 * time.ms, "deadline")
    eq(select(2, ctx:deadline()), true, "ok")
  end,
}

scenario{
  name = "7.5a err is set no later than done closes, by a cancel",
  explore = every,
  main = function()
    local root, cancel = context.with_cancel(context.background())
    local child, cancel_child = context.with_cancel(root)
    for _, ctx in ipairs{ root, child } do
      go(function()
        ctx:done():recv()
        eq(ctx:err(), context.canceled, "err after done")
      end)
    end
    go(cancel)
    child:done():recv()
    eq(child:err(), context.canceled, "err after done, in main")
    cancel_child()
  end,
}

scenario{
  name = "7.5a err is set no later than done closes, by a deadline",
  explore = every,
  main = function()
    local root, cancel = context.with_timeout(context.background(), "1ms")
    defer(cancel)
    local child, cancel_child = context.with_cancel(root)
    defer(cancel_child)
    for _, ctx in ipairs{ root, child } do
      go(function()
        ctx:done():recv()
        eq(ctx:err(), context.deadline_exceeded, "err after done")
      end)
    end
    time.sleep("2ms")
  end,
}

scenario{
  name = "2.3a errors print as Go's",
  explore = every,
  main = function()
    eq(tostring(context.canceled), "context canceled", "canceled")
    eq(tostring(context.deadline_exceeded), "context deadline exceeded",
      "deadline exceeded")
  end,
}
