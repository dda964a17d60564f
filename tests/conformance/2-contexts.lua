-- Go semantics, section 2: the texts of contexts and their errors.
local t = require "lib.t"
local eq, every = t.eq, t.every
local bg = context.background()

scenario{
  name = "2.3b a deadline's error is a timeout, and temporary",
  explore = every,
  main = function()
    local ctx = context.with_timeout(bg, 0)
    eq(ctx:err():timeout(), true, "timeout")
    eq(ctx:err():temporary(), true, "temporary")
    eq(context.canceled.timeout, nil, "timeout of the other")
  end,
}

scenario{
  name = "2.3c the two roots",
  explore = every,
  main = function()
    eq(tostring(bg), "context.Background", "background")
    eq(tostring(context.todo()), "context.TODO", "todo")
  end,
}

scenario{
  name = "2.3d printed: its parents, then what it is",
  explore = every,
  main = function()
    local one, cancel = context.with_cancel(bg)
    local two, cancel_cause = context.with_cancel_cause(one)
    eq(tostring(one), "context.Background.WithCancel", "cancel")
    eq(tostring(two), "context.Background.WithCancel.WithCancel",
      "cancel with a cause")
    eq(tostring(context.without_cancel(one)),
      "context.Background.WithCancel.WithoutCancel", "without cancel")
    cancel_cause()
    cancel()
  end,
}

scenario{
  name = "2.3d printed: a deadline, and how far it is",
  explore = every,
  main = function()
    time.sleep("1s")
    local timed, cancel = context.with_timeout(bg, "3s")
    time.sleep("1500ms")
    eq(tostring(timed), "context.Background.WithDeadline(4s [1.5s])",
      "timeout")
    time.sleep("3s")
    eq(tostring(timed), "context.Background.WithDeadline(4s [-1.5s])",
      "when it is over")
    cancel()
  end,
}

scenario{
  name = "2.3d printed: a key's type, and the value",
  explore = every,
  main = function()
    eq(tostring(context.with_value(bg, {}, "word")),
      "context.Background.WithValue(table, word)", "table")
    eq(tostring(context.with_value(bg, 1, nil)),
      "context.Background.WithValue(number, <nil>)", "number")
    eq(tostring(context.with_value(bg, "key", {})),
      "context.Background.WithValue(key, table)", "string")
  end,
}
