-- The errors module.
local t = require "lib.t"

scenario{
  name = "errors: new makes an error with its text",
  main = function()
    local e = errors.new("no such job")
    t.eq(tostring(e), "no such job")
    t.eq(tostring(errors.new("")), "")
  end,
}

scenario{
  name = "errors: two errors of one text are two errors",
  main = function()
    local a, b = errors.new("same"), errors.new("same")
    assert(a ~= b)
    t.eq(errors.is(a, b), false)
    t.eq(errors.is(a, a), true)
  end,
}

scenario{
  name = "errors: wrap puts a text in front and keeps the cause",
  main = function()
    local cause = errors.new("connection lost")
    local e = errors.wrap(cause, "reading")
    local text = tostring(e)
    assert(text:find("reading", 1, true), text)
    assert(text:find("connection lost", 1, true), text)
    t.eq(errors.is(e, cause), true)
    t.eq(errors.is(cause, e), false)
  end,
}

scenario{
  name = "errors: is looks through several wraps",
  main = function()
    local cause = errors.new("deepest")
    local e = cause
    for i = 1, 10 do e = errors.wrap(e, "layer " .. i) end
    t.eq(errors.is(e, cause), true)
    t.eq(errors.is(e, errors.new("deepest")), false)
    t.eq(errors.is(errors.wrap(context.canceled, "x"), context.canceled),
      true)
    t.eq(errors.is(errors.wrap(context.canceled, "x"),
      context.deadline_exceeded), false)
  end,
}

scenario{
  name = "errors: is takes any values",
  main = function()
    t.eq(errors.is(nil, errors.new("x")), false)
    t.eq(errors.is(errors.new("x"), nil), false)
    t.eq(errors.is(nil, nil), true)
    t.eq(errors.is("x", "x"), true)
    t.eq(errors.is(42, errors.new("x")), false)
  end,
}

scenario{
  name = "errors: an error may be raised, panicked with and recovered",
  main = function()
    local e, got = errors.new("boom"), nil
    local _, raised = pcall(error, e)
    assert(rawequal(raised, e))
    func(function()
      defer(function() got = recover() end)
      panic(e)
    end)()
    assert(rawequal(got, e))
  end,
}

scenario{
  name = "errors: an uncaught one ends the run with its text",
  main = function() panic(errors.new("told you")) end,
  expect = always{ panic = "told you" },
}

scenario{
  name = "errors: one may be sent over a channel",
  main = function()
    local failed, e = chan(1), errors.new("x")
    failed:send(e)
    assert(failed:recv() == e)
  end,
}

scenario{
  name = "errors: new wants a text",
  main = function()
    t.fails("string|text", errors.new)
    t.fails("string|text", errors.new, {})
  end,
}
