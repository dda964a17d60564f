-- ctx-not-passed: the handler has a context, and hands on a fresh one.
--
-- The request's context ends after 100 ms and the handler obeys it. Its query
-- was started with `context.background()`, though, which never ends: when the
-- slow database has answered, the query waits for a receiver that is gone.
-- Each slow request leaves one goroutine; a slow hour leaves all of them.
-- Repair: pass the context on. A fresh background context below main, init
-- and tests is nearly always this mistake.

-- The database takes 5 s; then the row goes to whoever asked for it.
local function query(ctx, id, rows)
  time.sleep("5s")
  select{ send(rows, "row " .. id), recv(ctx:done()) }
end

local function handle(ctx, id)
  local rows = chan(0, "rows")
  go("query", query, context.background(), id, rows) -- not ctx!
  select{ recv(rows), recv(ctx:done()) }
end

local request = func(function(id)
  local ctx, cancel = context.with_timeout(context.background(), "100ms")
  defer(cancel)
  handle(ctx, id)
end)

scenario{
  name = "leaks grow by one with each slow request",
  main = function()
    local before = runtime.num_goroutine()
    for id = 1, 20 do
      request(id)
      time.sleep("10s") -- by now the database has answered
      local grown = runtime.num_goroutine() - before
      check.always(grown == id, "one more query is stuck")
    end
  end,
  timeout = "10m",
  expect = always{
    leak = {
      { count = 20 },
      {
        count = 20, wait = "select",
        cause = "receiver left when its context was done",
        at = "ctx-not-passed.lua:13", created = "ctx-not-passed.lua:18",
      },
    },
  },
}
