-- Trees of contexts: who is ended by whom when several cancel at once, and
-- what a context keeps.
local t = require "lib.t"

local every = { strategy = "random", runs = 200 }

local function settle() time.sleep("1ms") end

local function all_ended(list)
  for i, ctx in ipairs(list) do
    t.eq(ctx:err(), context.canceled, "err of " .. i)
    t.eq(select(2, ctx:done():recv()), false, "done of " .. i)
  end
end

-- A tree of n contexts, `width` children each, and their cancels.
local function tree(n, width)
  local ctx, cancel = { (context.background()) }, {}
  for i = 1, n do
    local parent = ctx[math.floor((i - 2) / width) + 1] or ctx[1]
    if i > 1 and i % 3 == 0 then
      parent = context.with_value(parent, "i", i)
    end
    ctx[i], cancel[i] = context.with_cancel(parent)
  end
  return ctx, cancel
end

scenario{
  name = "context tree: all who cancel find all below ended",
  explore = every,
  main = function()
    local ctx, cancel = tree(13, 3)
    local wg = sync.waitgroup()
    for _, i in ipairs{ 1, 2, 4, 1 } do
      wg:go(function()
        cancel[i]()
        t.eq(ctx[i]:err(), context.canceled, "own err")
        for k = 2, 13 do
          if math.floor((k - 2) / 3) + 1 == i then
            t.eq(ctx[k]:err(), context.canceled, "err of child " .. k)
          end
        end
      end)
    end
    wg:wait()
    all_ended(ctx)
  end,
}

scenario{
  name = "context tree: children leave in any order, the others stay linked",
  main = function()
    local root, cancel_root = context.with_cancel(context.background())
    local ctx, cancel = {}, {}
    for round = 1, 3 do
      for i = 1, 40 do ctx[i], cancel[i] = context.with_cancel(root) end
      for i = 1, 40 do
        if (i * 7 + round) % 3 ~= 0 then
          cancel[(i * 7) % 40 + 1]()
        end
      end
      collectgarbage()
    end
    local open = 0
    for i = 1, 40 do
      if not ctx[i]:err() then open = open + 1 end
    end
    assert(open > 5 and open < 20, open)
    cancel_root()
    all_ended(ctx)
  end,
}

scenario{
  name = "context tree: nobody has to keep those that will be ended",
  main = function()
    local root, cancel = context.with_cancel(context.background())
    local ran, weak = 0, setmetatable({}, { __mode = "v" })
    for i = 1, 100 do
      local ctx = context.with_cancel(context.with_value(root, "i", i))
      weak[i] = ctx
      context.after_func(ctx, function() ran = ran + 1 end)
    end
    for i = 1, 10 do
      collectgarbage()
      t.eq(weak[i * 10]:value("i"), i * 10, "value")
    end
    cancel()
    settle()
    t.eq(ran, 100, "functions that ran")
    collectgarbage()
    t.eq(next(weak), nil, "contexts that have ended")
  end,
}

scenario{
  name = "context tree: a child keeps all above it",
  main = function()
    local function deep()
      local ctx = context.with_value(context.background(), "k", "v")
      for i = 1, 50 do
        ctx = context.with_cancel(context.with_value(ctx, i, i))
      end
      return ctx
    end
    local ctx = deep()
    collectgarbage()
    collectgarbage()
    t.eq(ctx:value("k"), "v", "value from the top")
    t.eq(ctx:value(7), 7, "value from between")
    t.eq(tostring(ctx):sub(1, 40),
      "context.Background.WithValue(k, v).WithV", "printed")
  end,
}

scenario{
  name = "context tree: a very deep chain is cancelled",
  explore = { strategy = "default" },
  main = function()
    local root, cancel = context.with_cancel(context.background())
    local ctx = root
    for _ = 1, 30000 do ctx = context.with_cancel(ctx) end
    cancel()
    t.eq(ctx:err(), context.canceled, "err at the bottom")
  end,
}

scenario{
  name = "context tree: descendants have the cause of the one that ended them",
  explore = every,
  main = function()
    local a, b = errors.new("a"), errors.new("b")
    local root, cancel_root = context.with_cancel_cause(context.background())
    local left, cancel_left = context.with_cancel_cause(root)
    local leaf = context.with_cancel(context.with_value(left, "k", "v"))
    local right = context.with_cancel(root)
    go(cancel_left, a)
    settle()
    cancel_root(b)
    local late = context.with_cancel(leaf)
    collectgarbage()
    t.eq(context.cause(leaf), a, "below left")
    t.eq(context.cause(late), a, "born ended")
    t.eq(context.cause(right), b, "right")
    t.eq(context.cause(root), b, "root")
    t.eq(late:err(), context.canceled, "err")
  end,
}

scenario{
  name = "context tree: false is a cause, too",
  main = function()
    local ctx, cancel = context.with_cancel_cause(context.background())
    local child = context.with_cancel(ctx)
    cancel(false)
    t.eq(context.cause(ctx), false, "cause")
    t.eq(context.cause(child), false, "the child's")
  end,
}

-- A context of the script's own that only wraps one of ours.
local function wrap(inner)
  local own = {}
  function own:done() return inner:done() end
  function own:err() return inner:err() end
  function own:deadline() return inner:deadline() end
  function own:value(key) return inner:value(key) end
  return own
end

scenario{
  name = "context tree: a wrapper's children are ended without a goroutine",
  explore = every,
  main = function()
    local why = errors.new("why")
    local root, cancel = context.with_cancel_cause(context.background())
    local child = context.with_cancel(wrap(wrap(root)))
    local leaf = context.with_cancel(context.with_value(child, "k", "v"))
    root = nil
    collectgarbage()
    settle()
    t.eq(runtime.num_goroutine(), 1, "goroutines")
    go(cancel, why)
    settle()
    t.eq(context.cause(leaf), why, "cause")
    t.eq(leaf:err(), context.canceled, "err")
    local late = context.with_cancel(wrap(child))
    t.eq(context.cause(late), why, "cause of one born ended")
  end,
}

scenario{
  name = "context tree: a wrapper's child that leaves is forgotten",
  main = function()
    local root, cancel_root = context.with_cancel(context.background())
    local own = wrap(root)
    for i = 1, 20 do
      local child, cancel = context.with_cancel(own)
      if i % 2 == 0 then
        cancel()
        t.eq(child:err(), context.canceled, "err")
      end
    end
    t.eq(root:err(), nil, "the root's err")
    cancel_root()
  end,
}

scenario{
  name = "context tree: an own context's error goes down as it is",
  explore = every,
  main = function()
    local ended, lost = chan(), { "lost" }
    local own = wrap(context.background())
    function own:done() return ended end
    function own:err() return self.failed end
    local child = context.with_cancel(own)
    local leaf = context.with_cancel(child)
    own.failed = lost
    ended:close()
    settle()
    t.eq(child:err(), lost, "child's err")
    t.eq(leaf:err(), lost, "leaf's err")
    t.eq(context.cause(leaf), lost, "leaf's cause")
  end,
}

scenario{
  name = "context tree: timers of descendants are stopped by a cancel",
  main = function()
    local root, cancel = context.with_cancel(context.background())
    local ctx = {}
    for i = 1, 10 do
      ctx[i] = context.with_timeout(ctx[i - 1] or root, (20 - i) .. "s")
    end
    cancel()
    time.sleep("1m")
    all_ended(ctx)
  end,
}

scenario{
  name = "context tree: who only has a done channel does not keep the tree",
  main = function()
    local view
    func(function()
      local root = context.with_cancel(context.background())
      local other = context.with_cancel(root)
      view = context.with_cancel(root):done()
      go("stuck", function() other:done():recv() end)
    end)()
    settle()
    collectgarbage()
    local leaked = runtime.leaked()
    t.eq(#leaked, 1, "proven leaks")
    t.eq(leaked[1].name, "stuck", "name")
    t.eq(view:len(), 0, "length")
  end,
  expect = always{ leak = { name = "stuck", count = 1 } },
}
