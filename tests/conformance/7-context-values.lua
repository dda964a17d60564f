-- Go semantics, section 7, values.
local t = require "lib.t"
local eq, every = t.eq, t.every

scenario{
  name = "7.9a values: the nearest context that has the key answers",
  explore = every,
  main = function()
    local one = context.with_value(context.background(), "a", 1)
    local two, cancel = context.with_cancel(one)
    defer(cancel)
    local three = context.with_value(two, "b", 2)
    local four = context.with_value(three, "a", 3)
    eq(one:value("a"), 1, "own")
    eq(two:value("a"), 1, "through a cancel context")
    eq(three:value("a"), 1, "through another value")
    eq(three:value("b"), 2, "own b")
    eq(four:value("a"), 3, "overridden")
    eq(four:value("b"), 2, "from the parent")
    eq(one:value("b"), nil, "not seen from below")
  end,
}

scenario{
  name = "7.9b values: keys compare by type and value",
  explore = every,
  main = function()
    local one, other = {}, {}
    local ctx = context.with_value(context.background(), 1, "number")
    ctx = context.with_value(ctx, one, "table")
    eq(ctx:value(1), "number", "1")
    eq(ctx:value("1"), nil, "'1'")
    eq(ctx:value(one), "table", "the same table")
    eq(ctx:value(other), nil, "an equal table")
  end,
}
