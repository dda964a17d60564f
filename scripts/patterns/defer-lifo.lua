-- defer-lifo: deferred calls run last-in, first-out.
--
-- What was opened last is closed first, as it should be: a file before its
-- directory, a transaction before its connection. Deferred calls run when the
-- function returns, not when a block or a turn of a loop ends; that surprises
-- those who defer a close in a long loop.

local function note(seen, text)
  seen[#seen + 1] = text
end

scenario{
  name = "two deferred calls run in reverse order",
  main = function()
    local seen = {}
    local use = func(function()
      defer(note, seen, "first")
      defer(note, seen, "second")
      note(seen, "body")
    end)
    use()
    check.always(table.concat(seen, " ") == "body second first", "reversed")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "they run at the end of the function, not of the loop",
  main = function()
    local seen = {}
    local use = func(function()
      for n = 1, 3 do
        defer(note, seen, "close " .. n)
        note(seen, "open " .. n)
      end
    end)
    use()
    local order = table.concat(seen, ", ")
    check.always(order == "open 1, open 2, open 3, close 3, close 2, close 1",
      "all three are open at once")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "each function has deferred calls of its own",
  main = function()
    local seen = {}
    local inner = func(function()
      defer(note, seen, "inner deferred")
      note(seen, "inner")
    end)
    local outer = func(function()
      defer(note, seen, "outer deferred")
      inner()
      note(seen, "outer")
    end)
    outer()
    local order = table.concat(seen, ", ")
    check.always(order == "inner, inner deferred, outer, outer deferred",
      "the inner ones ran when the inner function returned")
  end,
  expect = always{ pass = true },
}
