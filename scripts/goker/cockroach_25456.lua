-- cockroach_25456: a queue that waits for the end before it begins.
--
-- A test lets the consistency queue process a range at once, with a stopper
-- that nobody stops. Processing an unhealthy range waits until the stopper
-- quiesces, so that a server that goes down does not report it: here it waits
-- for a channel that nobody will ever close.
-- Repair: the owner of the stopper stops it when the range has been found
-- unhealthy.

local function new_stopper()
  local quiesce = chan(0, "quiesce")
  return {
    quiescing = function() return quiesce end,
    stop = function() quiesce:close() end,
  }
end

local function process(store, range)
  if not store.check(range) then
    store.stopper.quiescing():recv()
    return "unhealthy"
  end
  return "healthy"
end

scenario.pair{
  name = "an unhealthy range, and nobody stops",
  main = function(fixed)
    local stopper = new_stopper()
    local store = { stopper = stopper }
    function store.check(range)
      if fixed then stopper.stop() end
      return range ~= "orders"
    end
    local state = process(store, "orders")
    check.always(state == "unhealthy", "the range has been looked at")
  end,
  expect = always{
    deadlock = {
      { count = 1 },
      {
        count = 1, wait = "chan receive", at = "cockroach_25456.lua:20",
        cause = "no sender left: nobody ever sent on \"quiesce\"",
      },
    },
  },
}
