-- wg-negative: counted off twice.
--
-- A worker defers done and, on its way out through an error, calls it once
-- more. The counter falls below zero: a panic, in whichever goroutine comes
-- last. Repair: one done for every add; the deferred one is enough.

scenario.pair{
  name = "done on the way out, and deferred as well",
  main = function(fixed)
    local jobs = sync.waitgroup("jobs")
    jobs:add(1)
    go("job", function()
      defer(jobs, "done")
      if not fixed then
        jobs:done() -- "before the early return"
      end
    end)
    jobs:wait()
    time.sleep("1s") -- the second done comes after wait
  end,
  expect = always{ panic = "sync: negative WaitGroup counter" },
}
