-- closure-captures-loop: closures made in a loop share its variable.
--
-- Up to Go 1.21 a loop had one variable for all turns: closures that ran
-- later, deferred or as goroutines, all saw its last value: 3 3 3. Since 1.22
-- each turn has its own, as in Lua's `for`; a variable declared outside the
-- loop is shared as ever.
-- Repair: pass the value as an argument, which fixes it at once: 0 1 2.

local function note(seen, value)
  seen[#seen + 1] = value
end

scenario{
  name = "deferred closures share one variable: 3 3 3",
  main = function()
    local seen = {}
    local use = func(function()
      local i = 0
      while i < 3 do
        defer(function() note(seen, i) end)
        i = i + 1
      end
    end)
    use()
    check.always(table.concat(seen, " ") == "3 3 3", "all see the last value")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "by argument each has its own: 0 1 2, run in reverse",
  main = function()
    local seen = {}
    local use = func(function()
      local i = 0
      while i < 3 do
        defer(note, seen, i)
        i = i + 1
      end
    end)
    use()
    check.always(table.concat(seen, " ") == "2 1 0", "last in, first out")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "a for loop has a variable for each turn",
  main = function()
    local seen = {}
    local use = func(function()
      for i = 0, 2 do
        defer(function() note(seen, i) end)
      end
    end)
    use()
    check.always(table.concat(seen, " ") == "2 1 0", "each has its own")
  end,
  expect = always{ pass = true },
}

local function give(values, value)
  values:send(value)
end

-- Three goroutines send what they see; returns it sorted, as a text.
local function gather(start)
  local values, seen = chan(3, "values"), {}
  start(values)
  for n = 1, 3 do
    seen[n] = values:recv()
  end
  table.sort(seen)
  return table.concat(seen, " ")
end

scenario{
  name = "goroutines by argument: 0 1 2 in any order",
  main = function()
    local seen = gather(function(values)
      local i = 0
      while i < 3 do
        go("by argument", give, values, i)
        i = i + 1
      end
    end)
    check.always(seen == "0 1 2", "each has its own")
  end,
  expect = always{ pass = true },
}
