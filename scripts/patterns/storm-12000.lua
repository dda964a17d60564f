-- storm-12000: a missing cancel, a hundred requests a second.
--
-- Every request starts a goroutine that waits for the end of its context, and
-- nobody cancels it. Nothing fails; after two minutes there are 12,000
-- goroutines, nearly all blocked, and they stay.
-- Repair: cancel when the request is over.

local function handle(fixed)
  local ctx, cancel = context.with_cancel(context.background())
  go("watch", function() ctx:done():recv() end)
  time.sleep("5ms") -- the work
  if fixed then cancel() end
end

scenario.pair{
  name = "two minutes of requests that are never cancelled",
  main = function(fixed)
    for _ = 1, 12000 do
      time.sleep("10ms")
      go("request", handle, fixed)
    end
    time.sleep("40s") -- until somebody looks
    local n = runtime.num_goroutine()
    check.always(n == (fixed and 1 or 12001), "a goroutine for each request")
  end,
  expect = always{
    storm = true,
    leak = {
      count = 12000, name = "watch", wait = "chan receive",
      cause = "context never cancelled", at = "storm-12000.lua:10",
      created = "storm-12000.lua:10",
    },
  },
  explore = { runs = 2 },
}
