-- Go semantics, section 7: causes and WithoutCancel.
local t = require "lib.t"
local eq, every = t.eq, t.every
local canceled, late = context.canceled, context.deadline_exceeded
local mine, theirs = errors.new("mine"), errors.new("theirs")
local too_slow = errors.new("too slow")

-- `make` gets the background and returns the context to look at.
local function causes(name, make, err, cause)
  scenario{
    name = name,
    explore = every,
    main = function()
      local ctx = make(context.background())
      eq(ctx:err(), err, "err")
      eq(context.cause(ctx), cause, "cause")
    end,
  }
end

causes("7.6a cause: none before the end", function(bg)
  return (context.with_cancel_cause(bg))
end, nil, nil)

causes("7.6b cause: a plain cancel's is its err", function(bg)
  local ctx, cancel = context.with_cancel(bg)
  cancel()
  return ctx
end, canceled, canceled)

causes("7.6b cause: the one that was given", function(bg)
  local ctx, cancel = context.with_cancel_cause(bg)
  cancel(mine)
  return ctx
end, canceled, mine)

causes("7.6d cause: nil given means the err", function(bg)
  local ctx, cancel = context.with_cancel_cause(bg)
  cancel(nil)
  return ctx
end, canceled, canceled)

-- Cancels parent and child with the causes given, in the order given.
local function both(order)
  return function(bg)
    local parent, cancel_parent = context.with_cancel_cause(bg)
    local child, cancel_child = context.with_cancel_cause(parent)
    for _, step in ipairs(order) do
      local cancel = step[1] == "parent" and cancel_parent or cancel_child
      cancel(step[2])
    end
    return child
  end
end

causes("7.6c cause: the parent's, when it came first",
  both{ { "parent", theirs }, { "child", mine } }, canceled, theirs)

causes("7.6c cause: the child's, when it came first",
  both{ { "child", mine }, { "parent", theirs } }, canceled, mine)

causes("7.6c cause: the parent's, before a nil of the child's",
  both{ { "parent", theirs }, { "child" } }, canceled, theirs)

causes("7.6d cause: the err, when the child's nil came first",
  both{ { "child" }, { "parent", theirs } }, canceled, canceled)

causes("7.6d cause: the err, when nil came before a cause",
  both{ { "child" }, { "child", mine } }, canceled, canceled)

causes("7.6d cause: the cause, when it came before nil",
  both{ { "child", mine }, { "child" } }, canceled, mine)

causes("7.6c cause: the nearest cancelled ancestor's", function(bg)
  local grand, cancel_grand = context.with_cancel_cause(bg)
  local parent, cancel_parent = context.with_cancel_cause(grand)
  local child = context.with_value(parent, "k", 1)
  cancel_parent(mine)
  cancel_grand(theirs)
  return child
end, canceled, mine)

causes("7.6b cause: a timeout's is its err", function(bg)
  return (context.with_timeout(bg, 0))
end, late, late)

causes("7.6b cause: a cancelled timeout's is its err", function(bg)
  local ctx, cancel = context.with_timeout(bg, "1h")
  cancel()
  return ctx
end, canceled, canceled)

causes("7.6e cause: the one given with the timeout", function(bg)
  return (context.with_timeout_cause(bg, 0, too_slow))
end, late, too_slow)

causes("7.6e cause: the one given with a timeout to come", function(bg)
  local ctx = context.with_timeout_cause(bg, "1ms", too_slow)
  time.sleep("2ms")
  return ctx
end, late, too_slow)

causes("7.6e cause: the one given with the deadline", function(bg)
  time.sleep("1ms")
  return (context.with_deadline_cause(bg, time.now(), too_slow))
end, late, too_slow)

causes("7.6e cause: the one given with the timeout counts on timeout only",
  function(bg)
    local ctx, cancel = context.with_timeout_cause(bg, "1h", too_slow)
    cancel()
    return ctx
  end, canceled, canceled)

causes("7.6e cause: a timeout's, below a parent that lives", function(bg)
  local parent = context.with_cancel_cause(bg)
  return (context.with_timeout_cause(parent, 0, too_slow))
end, late, too_slow)

causes("7.6e cause: a cancelled timeout's below a living parent", function(bg)
  local parent = context.with_cancel_cause(bg)
  local ctx, cancel = context.with_timeout_cause(parent, "1h", too_slow)
  cancel()
  return ctx
end, canceled, canceled)

causes("7.6c cause: a child inherits the timeout's", function(bg)
  local parent = context.with_timeout_cause(bg, 0, too_slow)
  return (context.with_cancel(parent))
end, late, too_slow)

causes("7.6f cause: none without the parent's cancel", function(bg)
  local parent, cancel = context.with_cancel_cause(bg)
  local ctx = context.without_cancel(parent)
  cancel(theirs)
  return ctx
end, nil, nil)

causes("7.6f cause: none without the parent's timeout", function(bg)
  return context.without_cancel((context.with_timeout_cause(bg, 0, too_slow)))
end, nil, nil)

scenario{
  name = "7.6f without_cancel hides done, err, deadline and cause",
  explore = every,
  main = function()
    local parent, cancel = context.with_timeout(context.background(), "1h")
    local ctx = context.without_cancel(parent)
    eq(ctx:done(), nilchan, "done")
    eq(select(2, ctx:deadline()), false, "deadline's ok")
    cancel()
    eq(ctx:err(), nil, "err")
    eq(context.cause(ctx), nil, "cause")
    eq(parent:err(), canceled, "the parent's err")
  end,
}

scenario{
  name = "7.6f without_cancel keeps the values",
  explore = every,
  main = function()
    local parent = context.with_value(context.background(), "k", "v")
    local ctx = context.without_cancel(parent)
    eq(ctx:value("k"), "v", "value")
    eq(ctx:value("other"), nil, "no value")
  end,
}

scenario{
  name = "7.6f without_cancel cuts off children too, which may end alone",
  explore = every,
  main = function()
    local root, cancel = context.with_cancel_cause(context.background())
    local child, cancel_child =
      context.with_cancel(context.without_cancel(root))
    cancel(theirs)
    eq(child:err(), nil, "err after the root's cancel")
    cancel_child()
    eq(child:err(), canceled, "err after its own")
    eq(context.cause(child), canceled, "cause")
  end,
}

-- A context of the script's own that has ended and takes its values from
-- another one.
local function ended_with_values_of(ctx, err)
  local ch = chan()
  ch:close()
  return {
    done = function() return ch end,
    err = function() return err end,
    deadline = function() return nil, false end,
    value = function(_, key) return ctx:value(key) end,
  }
end

scenario{
  name = "7.6f without_cancel hides the cause from an own context too",
  explore = every,
  main = function()
    local root, cancel = context.with_cancel_cause(context.background())
    cancel(theirs)
    eq(context.cause(ended_with_values_of(root, mine)), theirs,
      "cause through an own context")
    local cut = ended_with_values_of(context.without_cancel(root), mine)
    eq(context.cause(cut), mine, "cause without the root's cancel")
  end,
}
