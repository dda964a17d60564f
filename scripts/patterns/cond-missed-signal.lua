-- cond-missed-signal: a signal that comes before the wait.
--
-- A consumer waits for a signal without asking first whether there is work. If
-- the producer was quicker its signal went to nobody: signals are not kept,
-- and no other one comes.
-- Repair: a variable under the lock, and a loop that asks it.

scenario.pair{
  name = "the producer is quicker",
  main = function(fixed)
    local mu = sync.mutex()
    local ready, filled = sync.cond(mu, "ready"), false
    go("producer", function()
      mu:lock()
      filled = true
      mu:unlock()
      ready:signal()
    end)
    go("consumer", function()
      mu:lock()
      defer(mu, "unlock")
      if fixed then
        while not filled do ready:wait() end
      else
        ready:wait()
      end
    end)
    time.sleep("1s")
  end,
  expect = sometimes{
    leak = {
      count = 1, name = "consumer", wait = "sync.Cond.Wait",
      cause = "missed signal", at = "cond-missed-signal.lua:25",
    },
  },
  explore = { runs = 100 },
}
