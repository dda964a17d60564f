-- ctx-never-cancelled: a context is made, and its cancel thrown away.
--
-- The worker does it right: it waits for `ctx:done()` and would leave at once.
-- But nobody holds the cancel any more, so done never closes. In Go the shape
-- is `ctx, _ := context.WithCancel(parent)`, which `go vet` calls a lost
-- cancel, or a cancel kept in a struct whose Close nobody calls.
-- Repair: `defer(cancel)` in the line after the context is made.

local function start_worker(parent)
  local ctx = context.with_cancel(parent) -- the second result is lost
  go("worker", function()
    ctx:done():recv()
    check.unreachable("nobody can cancel this context")
  end)
end

scenario{
  name = "a worker waits for the end of a context that has none",
  main = function()
    start_worker(context.background())
  end,
  expect = always{
    leak = {
      { count = 1 },
      {
        count = 1, wait = "chan receive", cause = "context never cancelled",
        at = "ctx-never-cancelled.lua:12",
        created = "ctx-never-cancelled.lua:11",
      },
      { cause = "ctx-never-cancelled.lua:10" }, -- where it was made
    },
  },
}
