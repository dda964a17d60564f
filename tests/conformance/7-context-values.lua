-- Go semantics, section 7, last entry: values and printed forms.

local every = { strategy = "random", runs = 100 }

local function eq(got, want, what)
  if got ~= want then
    error(what .. ": got " .. tostring(got) .. ", want "
      .. tostring(want), 2)
  end
end

scenario{
  name = "7.9 values: the nearest context that has the key answers",
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
  name = "7.9 values: keys compare by type and value",
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

scenario{
  name = "7.9 values: a nil key and a nil parent panic",
  explore = every,
  main = function()
    local bg = context.background()
    local ok, err = pcall(context.with_value, bg, nil, 1)
    eq(ok, false, "nil key accepted")
    eq(err, "nil key", "text for the key")
    for _, name in ipairs{ "with_cancel", "with_cancel_cause",
      "with_timeout", "with_deadline", "with_value" } do
      ok, err = pcall(context[name], nil, 1, 1)
      eq(ok, false, name .. " of nil accepted")
      eq(err, "cannot create context from nil parent", "text of " .. name)
    end
  end,
}

-- The text of the deadline itself is not Go's wall clock.
local function prints(ctx, want)
  eq((tostring(ctx):gsub("(WithDeadline%().-%]%)", "%1...)")), want,
    "printed")
end

scenario{
  name = "7.9 printed forms",
  explore = every,
  main = function()
    local bg = context.background()
    local cancelled, cancel = context.with_cancel(bg)
    local caused, cancel_cause = context.with_cancel_cause(cancelled)
    local timed, cancel_timed = context.with_timeout(cancelled, "1s")
    prints(bg, "context.Background")
    prints(context.todo(), "context.TODO")
    prints(cancelled, "context.Background.WithCancel")
    prints(caused, "context.Background.WithCancel.WithCancel")
    prints(timed, "context.Background.WithCancel.WithDeadline(...)")
    prints(context.without_cancel(cancelled),
      "context.Background.WithCancel.WithoutCancel")
    cancel_timed()
    cancel_cause()
    cancel()
  end,
}

scenario{
  name = "7.9 printed form of a value ends with the value",
  explore = every,
  main = function()
    local ctx = context.with_value(context.background(), {}, "word")
    local text = tostring(ctx)
    eq(text:sub(1, 29), "context.Background.WithValue(", "start")
    eq(text:sub(-7), ", word)", "end")
  end,
}
