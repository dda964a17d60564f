-- Go semantics, section 7: AfterFunc, and contexts that a script makes by
-- itself: any table with the methods done, err, deadline and value (and
-- after_func, when it has one).
local t = require "lib.t"
local eq, every, settle = t.eq, t.every, t.settle

scenario{
  name = "7.7a after_func runs once the context is done, not before",
  explore = every,
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    local ran = 0
    context.after_func(ctx, function() ran = ran + 1 end)
    settle()
    eq(ran, 0, "runs before the cancel")
    cancel()
    settle()
    cancel()
    settle()
    eq(ran, 1, "runs after it")
  end,
}

scenario{
  name = "7.7a after_func runs after a deadline",
  explore = every,
  main = function()
    local ctx, cancel = context.with_timeout(context.background(), "5ms")
    defer(cancel)
    local at
    context.after_func(ctx, function() at = time.now() end)
    time.sleep("10ms")
    eq(at, 5 * time.ms, "time of the run")
  end,
}

scenario{
  name = "7.7b after_func of a done context runs at once",
  explore = every,
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    cancel()
    local at
    context.after_func(ctx, function() at = time.now() end)
    settle()
    eq(at, 0, "time of the run")
  end,
}

scenario{
  name = "7.7c after_func's stop is true once, when it prevented the run",
  explore = every,
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    local stop = context.after_func(ctx, function() error("ran") end)
    eq(stop(), true, "first stop")
    eq(stop(), false, "second stop")
    cancel()
    settle()
    eq(stop(), false, "stop after the cancel")
  end,
}

scenario{
  name = "7.7c after_func's stop is false once the run has started",
  explore = every,
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    local gate = chan()
    local stop = context.after_func(ctx, function() gate:recv() end)
    cancel()
    settle()
    eq(stop(), false, "stop while it runs")
    gate:send(true)
    settle()
    eq(stop(), false, "stop after it ran")
  end,
}

scenario{
  name = "7.7c after_func and stop: exactly one of the two, whoever comes"
    .. " first",
  explore = every,
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    local ran, stopped = false, nil
    local stop = context.after_func(ctx, function() ran = true end)
    go(cancel)
    go(function() stopped = stop() end)
    settle()
    eq(ran, not stopped, "ran")
  end,
}

scenario{
  name = "7.7d cancel does not wait for after_func's function",
  explore = every,
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    local gate, ended = chan(), false
    context.after_func(ctx, function()
      gate:recv()
      ended = true
    end)
    cancel()
    eq(ended, false, "ended when cancel returned")
    gate:send(true)
    settle()
    eq(ended, true, "ended")
  end,
}

scenario{
  name = "7.7a after_func runs in a goroutine of its own",
  explore = every,
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    local gate, before = chan(), runtime.num_goroutine()
    for _ = 1, 2 do
      context.after_func(ctx, function() gate:recv() end)
    end
    settle()
    eq(runtime.num_goroutine(), before, "goroutines before the cancel")
    cancel()
    settle()
    eq(runtime.num_goroutine(), before + 2, "goroutines after it")
    for _ = 1, 2 do gate:send(true) end
  end,
}

scenario{
  name = "7.7e several after_funcs are independent",
  explore = every,
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    local ran = {}
    local stops = {}
    for i = 1, 3 do
      stops[i] = context.after_func(ctx, function() ran[i] = true end)
    end
    eq(stops[2](), true, "stop")
    cancel()
    settle()
    eq(ran[1], true, "first")
    eq(ran[2], nil, "the stopped one")
    eq(ran[3], true, "third")
  end,
}

scenario{
  name = "7.7a after_func of a child runs when the parent is cancelled",
  explore = every,
  main = function()
    local root, cancel = context.with_cancel(context.background())
    local child = context.with_value(root, "k", 1)
    local ran = false
    context.after_func(child, function() ran = true end)
    cancel()
    settle()
    eq(ran, true, "ran")
  end,
}

-- A context of the script's own. `ctx:finish(err)` ends it.
local function own_context()
  local ctx = { ch = chan() }
  function ctx:done() return self.ch end
  function ctx:err() return self.failed end
  function ctx:deadline() return nil, false end
  function ctx:value(key) return key == "who" and "own" or nil end
  function ctx:finish(err)
    self.failed = err
    self.ch:close()
  end
  return ctx
end

-- The same with an after_func method, which keeps the functions itself.
local function own_context_with_after()
  local ctx = own_context()
  ctx.waiting, ctx.stopped = {}, 0
  function ctx:after_func(f)
    self.waiting[f] = true
    return function()
      self.stopped = self.stopped + 1
      local was = self.waiting[f] == true
      self.waiting[f] = nil
      return was
    end
  end
  function ctx:run_waiting()
    for f in pairs(self.waiting) do go(f) end
    self.waiting = {}
  end
  return ctx
end

scenario{
  name = "7.7f an own context's after_func method replaces the watcher",
  explore = every,
  main = function()
    local parent = own_context_with_after()
    local before = runtime.num_goroutine()
    local child, cancel = context.with_cancel(parent)
    settle()
    eq(runtime.num_goroutine(), before, "goroutines")
    parent:finish(context.canceled)
    parent:run_waiting()
    settle()
    eq(child:err(), context.canceled, "child's err")
    cancel()
  end,
}

scenario{
  name = "7.7f an own context's after_func is stopped when the child ends",
  explore = every,
  main = function()
    local parent = own_context_with_after()
    local child, cancel = context.with_cancel(parent)
    cancel()
    settle()
    eq(child:err(), context.canceled, "child's err")
    eq(parent.stopped, 1, "stops")
    eq(next(parent.waiting), nil, "waiting functions")
    eq(parent:err(), nil, "parent's err")
  end,
}

scenario{
  name = "7.8a an own context costs one watcher per derived cancel context",
  explore = every,
  main = function()
    local parent = own_context()
    local before = runtime.num_goroutine()
    local one, cancel_one = context.with_cancel(parent)
    local two, cancel_two = context.with_timeout(parent, "1h")
    context.with_value(parent, "k", 1)
    settle()
    eq(runtime.num_goroutine(), before + 2, "goroutines")
    local _, cancel_grandchild = context.with_cancel(one)
    settle()
    eq(runtime.num_goroutine(), before + 2, "with a grandchild")
    cancel_grandchild()
    cancel_one()
    settle()
    eq(runtime.num_goroutine(), before + 1, "after one cancel")
    cancel_two()
    settle()
    eq(runtime.num_goroutine(), before, "after both")
    eq(two:err(), context.canceled, "err")
  end,
}

scenario{
  name = "7.8b an own context's end ends its children and their watchers",
  explore = every,
  main = function()
    local parent, lost = own_context(), errors.new("lost")
    local before = runtime.num_goroutine()
    local child, cancel = context.with_cancel(parent)
    local grandchild, cancel_grandchild = context.with_cancel(child)
    parent:finish(lost)
    settle()
    eq(child:err(), lost, "child's err")
    eq(grandchild:err(), lost, "grandchild's err")
    eq(runtime.num_goroutine(), before, "goroutines")
    cancel_grandchild()
    cancel()
  end,
}

scenario{
  name = "7.8b an own context that ended before has children born ended",
  explore = every,
  main = function()
    local parent, lost = own_context(), errors.new("lost")
    parent:finish(lost)
    local before = runtime.num_goroutine()
    local child = context.with_cancel(parent)
    eq(child:err(), lost, "child's err")
    eq(runtime.num_goroutine(), before, "goroutines")
  end,
}

scenario{
  name = "7.8a an own context that is never done needs no watcher",
  explore = every,
  main = function()
    local parent = own_context()
    parent.ch = nilchan
    local before = runtime.num_goroutine()
    local child, cancel = context.with_cancel(parent)
    settle()
    eq(runtime.num_goroutine(), before, "goroutines")
    eq(child:value("who"), "own", "value")
    cancel()
    eq(child:err(), context.canceled, "err")
  end,
}

scenario{
  name = "7.8c a watcher whose two sides never end is a leak",
  explore = every,
  main = function()
    local parent = own_context()
    context.with_cancel(parent)
    eq(parent:err(), nil, "err")
  end,
  expect = { always{ leak = { wait = "select", count = 1 } },
    never{ panic = true } },
}
