-- The context module.
local t = require "lib.t"

local function closed(ch)
  local case, _, ok = select{ recv(ch), default = true }
  return case == 1 and ok == false
end

scenario{
  name = "context: background and todo are never done",
  main = function()
    for _, ctx in ipairs{ context.background(), context.todo() } do
      assert(ctx:done() == nilchan, "done is not nilchan")
      t.eq(ctx:err(), nil)
      t.eq(context.cause(ctx), nil)
      local _, ok = ctx:deadline()
      t.eq(ok, false)
      t.eq(ctx:value("key"), nil)
    end
  end,
}

scenario{
  name = "context: the two errors have Go's texts",
  main = function()
    t.eq(tostring(context.canceled), "context canceled")
    t.eq(tostring(context.deadline_exceeded), "context deadline exceeded")
    t.eq(errors.is(context.canceled, context.canceled), true)
    t.eq(errors.is(context.canceled, context.deadline_exceeded), false)
  end,
}

scenario{
  name = "context: cancel closes done and sets err",
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    t.eq(closed(ctx:done()), false)
    t.eq(ctx:err(), nil)
    cancel()
    t.eq(closed(ctx:done()), true)
    assert(ctx:err() == context.canceled)
    assert(context.cause(ctx) == context.canceled)
    cancel()
    assert(ctx:err() == context.canceled, "after the second cancel")
  end,
}

scenario{
  name = "context: done is the same channel on every call",
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    local before = ctx:done()
    assert(before == ctx:done())
    cancel()
    assert(before == ctx:done())
  end,
}

scenario{
  name = "context: cancel wakes everybody who waits on done",
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    local wg, errs = sync.waitgroup(), {}
    for i = 1, 5 do
      wg:add(1)
      go(function()
        ctx:done():recv()
        errs[i] = tostring(ctx:err())
        wg:done()
      end)
    end
    time.sleep("1ms")
    cancel()
    wg:wait()
    for i = 1, 5 do t.eq(errs[i], "context canceled") end
  end,
}

scenario{
  name = "context: cancelling a parent cancels all below it",
  main = function()
    local root, cancel_root = context.with_cancel(context.background())
    local child, cancel_child = context.with_cancel(root)
    local valued = context.with_value(child, "k", "v")
    local grand, cancel_grand = context.with_timeout(valued, "1h")
    cancel_root()
    for _, ctx in ipairs{ root, child, valued, grand } do
      t.eq(closed(ctx:done()), true)
      assert(ctx:err() == context.canceled)
    end
    cancel_child()
    cancel_grand()
  end,
}

scenario{
  name = "context: cancelling a child leaves its parent alone",
  main = function()
    local parent, cancel = context.with_cancel(context.background())
    local child, cancel_child = context.with_cancel(parent)
    local other, cancel_other = context.with_cancel(parent)
    cancel_child()
    assert(child:err() == context.canceled)
    t.eq(parent:err(), nil)
    t.eq(other:err(), nil)
    t.eq(closed(parent:done()), false)
    cancel_other()
    cancel()
  end,
}

scenario{
  name = "context: a child of a cancelled parent is born cancelled",
  main = function()
    local parent, cancel = context.with_cancel_cause(context.background())
    local why = errors.new("why")
    cancel(why)
    local child, cancel_child = context.with_cancel(parent)
    t.eq(closed(child:done()), true)
    assert(child:err() == context.canceled)
    assert(context.cause(child) == why)
    cancel_child()
  end,
}

scenario{
  name = "context: a timeout ends it exactly then",
  main = function()
    local ctx, cancel =
      context.with_timeout(context.background(), "250ms")
    ctx:done():recv()
    t.eq(time.now(), 250 * time.ms)
    assert(ctx:err() == context.deadline_exceeded)
    assert(context.cause(ctx) == context.deadline_exceeded)
    cancel()
    assert(ctx:err() == context.deadline_exceeded, "after cancel")
  end,
}

scenario{
  name = "context: deadline tells when, the child's or the parent's",
  main = function()
    time.sleep("1ms")
    local ctx, cancel = context.with_timeout(context.background(), "1s")
    t.results({ 1001 * time.ms, true }, ctx:deadline())
    local later, cancel_later = context.with_timeout(ctx, "1h")
    t.results({ 1001 * time.ms, true }, later:deadline())
    local sooner, cancel_sooner =
      context.with_deadline(ctx, 500 * time.ms)
    t.results({ 500 * time.ms, true }, sooner:deadline())
    local plain, cancel_plain = context.with_cancel(ctx)
    t.results({ 1001 * time.ms, true }, plain:deadline())
    sooner:done():recv()
    t.eq(time.now(), 500 * time.ms)
    later:done():recv()
    t.eq(time.now(), 1001 * time.ms)
    assert(later:err() == context.deadline_exceeded)
    cancel_plain()
    cancel_sooner()
    cancel_later()
    cancel()
  end,
}

scenario{
  name = "context: a deadline in the past ends it at once",
  main = function()
    time.sleep("1s")
    local ctx, cancel =
      context.with_deadline(context.background(), 500 * time.ms)
    t.eq(closed(ctx:done()), true)
    assert(ctx:err() == context.deadline_exceeded)
    local now, cancel_now = context.with_timeout(context.background(), 0)
    assert(now:err() == context.deadline_exceeded)
    cancel_now()
    cancel()
  end,
}

scenario{
  name = "context: cancel before the deadline wins",
  main = function()
    local ctx, cancel = context.with_timeout(context.background(), "1s")
    cancel()
    assert(ctx:err() == context.canceled)
    time.sleep("2s")
    assert(ctx:err() == context.canceled)
  end,
}

scenario{
  name = "context: a cause given with cancel is kept",
  main = function()
    local ctx, cancel = context.with_cancel_cause(context.background())
    local why = errors.new("disk full")
    t.eq(context.cause(ctx), nil)
    cancel(why)
    cancel(errors.new("later"))
    assert(ctx:err() == context.canceled)
    assert(context.cause(ctx) == why)
    local other, cancel_other =
      context.with_cancel_cause(context.background())
    cancel_other(nil)
    assert(context.cause(other) == context.canceled)
  end,
}

scenario{
  name = "context: the cause comes from the nearest ended ancestor",
  main = function()
    local root, cancel_root =
      context.with_cancel_cause(context.background())
    local child, cancel_child = context.with_cancel_cause(root)
    local a, b = errors.new("a"), errors.new("b")
    cancel_child(a)
    cancel_root(b)
    assert(context.cause(child) == a)
    assert(context.cause(root) == b)
  end,
}

scenario{
  name = "context: a timeout's cause counts on timeout only",
  main = function()
    local slow = errors.new("too slow")
    local ctx, cancel = context.with_timeout_cause(
      context.background(), "1ms", slow)
    ctx:done():recv()
    assert(ctx:err() == context.deadline_exceeded)
    assert(context.cause(ctx) == slow)
    cancel()
    ctx, cancel = context.with_deadline_cause(
      context.background(), 1 * time.second, slow)
    cancel()
    assert(ctx:err() == context.canceled)
    assert(context.cause(ctx) == context.canceled)
  end,
}

scenario{
  name = "context: values are found from below, nearest first",
  main = function()
    local key = {}
    local root = context.with_value(context.background(), "user", "ann")
    local below = context.with_value(root, key, 42)
    local ctx, cancel = context.with_cancel(below)
    local over = context.with_value(ctx, "user", "bob")
    t.eq(ctx:value("user"), "ann")
    t.eq(ctx:value(key), 42)
    t.eq(over:value("user"), "bob")
    t.eq(root:value(key), nil)
    t.eq(over:value("none"), nil)
    t.eq(over:value({}), nil)
    cancel()
    t.eq(over:value("user"), "bob", "after cancel")
    assert(over:err() == context.canceled)
  end,
}

scenario{
  name = "context: without_cancel keeps values, and nothing else",
  main = function()
    local parent, cancel = context.with_timeout(
      context.with_value(context.background(), "k", "v"), "1s")
    local ctx = context.without_cancel(parent)
    cancel()
    assert(ctx:done() == nilchan, "done is not nilchan")
    t.eq(ctx:err(), nil)
    t.eq(context.cause(ctx), nil)
    local _, ok = ctx:deadline()
    t.eq(ok, false)
    t.eq(ctx:value("k"), "v")
  end,
}

scenario{
  name = "context: after_func runs after the end, in a goroutine",
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    local done = chan()
    context.after_func(ctx, function() done:send(tostring(ctx:err())) end)
    time.sleep("1ms")
    t.eq(runtime.num_goroutine(), 1, "goroutines before the end")
    cancel()
    t.eq(done:recv(), "context canceled")
  end,
}

scenario{
  name = "context: after_func runs at once when the end has been",
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    cancel()
    local done = chan()
    context.after_func(ctx, function() done:send(true) end)
    done:recv()
  end,
}

scenario{
  name = "context: after_func's stop tells whether it prevented the run",
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    local ran = 0
    local stop = context.after_func(ctx, function() ran = ran + 100 end)
    local keep = context.after_func(ctx, function() ran = ran + 1 end)
    t.eq(stop(), true)
    t.eq(stop(), false)
    cancel()
    time.sleep("1ms")
    t.eq(ran, 1)
    t.eq(keep(), false)
  end,
}

scenario{
  name = "context: a deadline goes down through every layer",
  main = function()
    local function layer(ctx, depth)
      if depth == 0 then
        local label = select{
          recv(ctx:done(), "done"), recv(time.after("1m"), "answer"),
        }
        return label == "done" and ctx:err() or nil
      end
      local below, cancel = context.with_timeout(ctx, "10s")
      local err = layer(below, depth - 1)
      cancel()
      return err
    end
    local ctx, cancel = context.with_timeout(context.background(), "2s")
    assert(layer(ctx, 3) == context.deadline_exceeded)
    t.eq(time.now(), 2 * time.second)
    cancel()
  end,
}

scenario{
  name = "context: a loop asks done by select and default",
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    local ended = chan()
    go(function()
      while select{ recv(ctx:done(), "done"), default = true }
        ~= "done" do
        time.sleep("1ms")
      end
      ended:send(true)
    end)
    time.sleep("10ms")
    cancel()
    ended:recv()
  end,
}

scenario{
  name = "context: a worker on a context never cancelled is a leak",
  main = function()
    local ctx = context.with_cancel(context.background())
    go("worker", function() ctx:done():recv() end)
  end,
  expect = always{ leak = { wait = "chan receive", name = "worker" } },
}

scenario{
  name = "context: a parent and a key must be given, in Go's words",
  main = function()
    for _, make in ipairs{
      context.with_cancel, context.with_cancel_cause,
    } do
      t.fails("cannot create context from nil parent", make, nil)
    end
    t.fails("cannot create context from nil parent",
      context.with_timeout, nil, "1s")
    t.fails("cannot create context from nil parent",
      context.with_value, nil, "k", "v")
    t.panics("nil key", context.with_value, context.background(), nil, 1)
    for _, key in ipairs{ print, map() } do
      t.panics("key is not comparable", context.with_value,
        context.background(), key, 1)
    end
    local nan = context.with_value(context.background(), 0 / 0, 1)
    t.eq(nan:value(0 / 0), nil, "NaN is a key that nothing is equal to")
  end,
}

scenario{
  name = "context: wrong arguments are errors that name what is wanted",
  main = function()
    local bg = context.background()
    t.fails("context", context.with_cancel, 42)
    t.fails("context", context.with_cancel, {})
    t.fails("duration|unit", context.with_timeout, bg, "soon")
    t.fails("duration|number", context.with_timeout, bg)
    t.fails("number|time|deadline", context.with_deadline, bg, {})
    t.fails("function", context.after_func, bg, 42)
    t.fails("context", bg.done, 42)
    t.fails("context", context.cause, 42)
  end,
}
