-- cockroach_24808: starting sends to the goroutine that it will start.
--
-- A compactor remembers that it has been given a suggestion with one slot of
-- a channel. One comes before the compactor starts; starting puts another
-- one in, to look at what was left over from the last time, and only then
-- starts the worker that takes them out. The slot is taken: nobody starts.
-- Repair: start the worker, then send.

local function new_compactor()
  return { suggestions = chan(1, "suggestions"), seen = chan(2, "seen") }
end

local function run_worker(compactor, ctx)
  while true do
    local what, suggestion = select{
      recv(ctx:done(), "done"), recv(compactor.suggestions, "suggestion"),
    }
    if what == "done" then return end
    compactor.seen:send(suggestion)
  end
end

local function start(compactor, ctx, workers, fixed)
  if not fixed then compactor.suggestions:send("left over") end
  workers:add(1)
  go("compactor", function()
    defer(workers, "done")
    run_worker(compactor, ctx)
  end)
  if fixed then compactor.suggestions:send("left over") end
end

scenario.pair{
  name = "a suggestion comes before the start",
  main = function(fixed)
    local compactor, workers = new_compactor(), sync.waitgroup("workers")
    local ctx, cancel = context.with_cancel(context.background())
    compactor.suggestions:send("range 7")
    start(compactor, ctx, workers, fixed)
    compactor.seen:recv()
    compactor.seen:recv()
    cancel()
    workers:wait()
  end,
  expect = always{
    deadlock = {
      { count = 1 },
      {
        count = 1, wait = "chan send", at = "cockroach_24808.lua:24",
        cause = "buffer full, no receiver left: nobody ever received",
      },
    },
  },
}
