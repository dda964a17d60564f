-- defer-args-now: arguments are fixed when the call is deferred.
--
-- `defer(f, x)` keeps the x of that moment; a closure that reads x sees the
-- one at the end. Both are wanted at times: fix what must not change any more
-- (a start time, a lock), read late what is only known at the end (an error).
-- The classic slip is to defer `print("took", time.since(start))`: the time is
-- measured when it is deferred, and is always nothing.

local function note(seen, value)
  seen[#seen + 1] = value
end

scenario{
  name = "an argument is kept, a captured variable is read late",
  main = function()
    local seen = {}
    local use = func(function()
      local x = "early"
      defer(note, seen, x)
      defer(function() note(seen, x) end)
      x = "late"
    end)
    use()
    check.always(table.concat(seen, " ") == "late early", "last in, first out")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "the duration that is always nothing",
  main = function()
    local seen = {}
    local use = func(function()
      local start = time.now()
      defer(note, seen, time.since(start)) -- measured now
      defer(function() note(seen, time.since(start)) end) -- measured then
      time.sleep("3s")
    end)
    use()
    check.always(seen[1] == 3 * time.second, "the closure measured the work")
    check.always(seen[2] == 0, "the argument measured nothing")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "a method is deferred on the object of that moment",
  main = function()
    local first, second = chan(0, "first"), chan(0, "second")
    local use = func(function()
      local current = first
      defer(current.close, current)
      current = second
      check.always(current:cap() == 0, "the variable has moved on")
    end)
    use()
    local _, ok = first:recv()
    check.always(not ok, "the first is closed")
    local which = select{ recv(second), default = true }
    check.always(which == "default", "the second is not")
  end,
  expect = always{ pass = true },
}
