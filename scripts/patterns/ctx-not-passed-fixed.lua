-- ctx-not-passed, repaired: the request's context reaches the query.
--
-- One word changes in the handler. The query now ends with the request, here
-- when the database has answered at last; with a driver that takes the context
-- too it would end at once. The number of goroutines stays flat.

local function query(ctx, id, rows)
  time.sleep("5s")
  select{ send(rows, "row " .. id), recv(ctx:done()) }
end

local function handle(ctx, id)
  local rows = chan(0, "rows")
  go("query", query, ctx, id, rows)
  select{ recv(rows), recv(ctx:done()) }
end

local request = func(function(id)
  local ctx, cancel = context.with_timeout(context.background(), "100ms")
  defer(cancel)
  handle(ctx, id)
end)

scenario{
  name = "every query ends, however slow the database is",
  main = function()
    local before = runtime.num_goroutine()
    for id = 1, 20 do
      request(id)
      time.sleep("10s")
      check.always(runtime.num_goroutine() == before, "no query is stuck")
    end
    check.no_leaks()
  end,
  timeout = "10m",
  expect = always{ pass = true },
}
