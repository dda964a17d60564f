-- cockroach_13755: the rows of a query are read, and never closed.
--
-- A query's rows carry a context, and a goroutine that waits for its end in
-- order to close them. The caller reads the rows it wants and leaves; closing
-- them would have called the cancel, and nothing else does.
-- Repair: the caller defers the close as soon as it has the rows.

local function query(ctx, names)
  local rows = { names = names, at = 0 }
  local watched, cancel = context.with_cancel(ctx)
  function rows.next()
    rows.at = rows.at + 1
    return rows.names[rows.at]
  end
  function rows.close()
    cancel()
  end
  go("rows await done", function()
    watched:done():recv()
    rows.names = {}
  end)
  return rows
end

local function first_name(fixed)
  local rows = query(context.background(), { "ann", "bob" })
  if fixed then defer(rows.close) end
  return rows.next()
end

scenario.pair{
  name = "rows that are never closed",
  main = function(fixed)
    local name = func(first_name)(fixed)
    check.always(name == "ann", "the first row")
  end,
  expect = always{
    leak = {
      { count = 1 },
      {
        count = 1, name = "rows await done", wait = "chan receive",
        cause = "context never cancelled", at = "cockroach_13755.lua:19",
      },
    },
  },
}
