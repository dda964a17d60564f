-- Go semantics, section 7: trees of contexts and cancelling.
local t = require "lib.t"
local alive, ended, eq, every, settle =
  t.alive, t.ended, t.eq, t.every, t.settle

scenario{
  name = "7.1a background and todo are never done and have no deadline",
  explore = every,
  main = function()
    for _, ctx in ipairs{ context.background(), context.todo() } do
      eq(ctx:done(), nilchan, "done")
      eq(ctx:err(), nil, "err")
      eq(select(2, ctx:deadline()), false, "deadline's ok")
      eq(ctx:value("key"), nil, "value")
      eq(context.cause(ctx), nil, "cause")
    end
  end,
}

scenario{
  name = "7.1b done is the same channel on each call",
  explore = every,
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    local done = ctx:done()
    assert(done ~= nilchan, "done is the nil channel")
    eq(ctx:done(), done, "before cancel")
    cancel()
    eq(ctx:done(), done, "after cancel")
    eq(select(2, done:recv()), false, "ok")
  end,
}

scenario{
  name = "7.1b done asked for only after the cancel is closed already",
  explore = every,
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    cancel()
    eq(select(2, ctx:done():recv()), false, "ok")
  end,
}

scenario{
  name = "7.1b a value's context shares its parent's done",
  explore = every,
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    defer(cancel)
    eq(context.with_value(ctx, "k", 1):done(), ctx:done(), "done")
    eq(context.with_value(context.background(), "k", 1):done(), nilchan,
      "done over background")
  end,
}

scenario{
  name = "7.2a cancel may be called again, by anyone",
  explore = every,
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    alive(ctx, "new")
    local wg = sync.waitgroup()
    for _ = 1, 3 do wg:go(cancel) end
    wg:wait()
    cancel()
    ended(ctx, context.canceled, "cancelled")
  end,
}

scenario{
  name = "7.2b the first reason wins",
  explore = every,
  main = function()
    local first, second = errors.new("first"), errors.new("second")
    local ctx, cancel = context.with_cancel_cause(context.background())
    cancel(first)
    cancel(second)
    eq(context.cause(ctx), first, "cause")
    eq(ctx:err(), context.canceled, "err")
  end,
}

scenario{
  name = "7.2c cancelling a parent cancels all descendants before it returns",
  explore = every,
  main = function()
    local root, cancel = context.with_cancel(context.background())
    local tree = { root }
    for i = 1, 6 do
      tree[#tree + 1] = context.with_cancel(tree[math.ceil(i / 2)])
      tree[#tree + 1] = context.with_value(tree[#tree], "k", i)
    end
    tree[#tree + 1] = context.with_timeout(tree[#tree], "1h")
    for i, ctx in ipairs(tree) do alive(ctx, "context " .. i) end
    cancel()
    for i, ctx in ipairs(tree) do
      ended(ctx, context.canceled, "context " .. i)
    end
  end,
}

scenario{
  name = "7.2d cancelling a child leaves its parent and siblings alone",
  explore = every,
  main = function()
    local root, cancel = context.with_cancel(context.background())
    local one, cancel_one = context.with_cancel(root)
    local two, cancel_two = context.with_cancel(root)
    cancel_one()
    ended(one, context.canceled, "child")
    alive(root, "parent")
    alive(two, "sibling")
    cancel()
    ended(two, context.canceled, "sibling")
    cancel_two()
  end,
}

scenario{
  name = "7.2d a cancelled child no longer hears its parent",
  explore = every,
  main = function()
    local mine, theirs = errors.new("mine"), errors.new("theirs")
    local root, cancel = context.with_cancel_cause(context.background())
    local child, cancel_child = context.with_cancel_cause(root)
    cancel_child(mine)
    cancel(theirs)
    eq(context.cause(child), mine, "child's cause")
    eq(context.cause(root), theirs, "parent's cause")
  end,
}

scenario{
  name = "7.2c cancel wakes all who wait on done",
  explore = every,
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    local wg, woken = sync.waitgroup(), 0
    for _ = 1, 3 do
      wg:go(function()
        ctx:done():recv()
        woken = woken + 1
      end)
    end
    settle()
    eq(woken, 0, "woken before the cancel")
    cancel()
    wg:wait()
    eq(woken, 3, "woken")
  end,
}

scenario{
  name = "7.3a a child of a cancelled parent is born cancelled",
  explore = every,
  main = function()
    local root, cancel = context.with_cancel(context.background())
    cancel()
    local children = {
      (context.with_cancel(root)),
      (context.with_cancel_cause(root)),
      (context.with_timeout(root, "1h")),
      context.with_value(root, "k", 1),
    }
    for i, child in ipairs(children) do
      ended(child, context.canceled, "child " .. i)
    end
  end,
}

scenario{
  name = "7.3a a child of a parent that timed out has the parent's err",
  explore = every,
  main = function()
    local root, cancel = context.with_timeout(context.background(), "1ms")
    defer(cancel)
    time.sleep("2ms")
    local child, cancel_child = context.with_cancel(root)
    defer(cancel_child)
    ended(child, context.deadline_exceeded, "child")
  end,
}

scenario{
  name = "7.3b a child of a cancelled parent is born with its cause",
  explore = every,
  main = function()
    local why = errors.new("why")
    local root, cancel = context.with_cancel_cause(context.background())
    cancel(why)
    local children = {
      (context.with_cancel(root)),
      (context.with_cancel_cause(root)),
      (context.with_timeout_cause(root, "1h", errors.new("other"))),
      context.with_value(root, "k", 1),
    }
    for i, child in ipairs(children) do
      eq(context.cause(child), why, "cause of child " .. i)
    end
  end,
}
