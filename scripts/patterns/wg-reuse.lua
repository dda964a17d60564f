-- wg-reuse: the next round begins while the last one is still being left.
--
-- A waitgroup is used for one round after another. When the counter is zero,
-- those who wait are woken, but they have not run yet; an add for the next
-- round that comes in between is misuse, which Go notices sometimes.
-- Repair: a new waitgroup a round, or start a round when wait has returned.

scenario{
  name = "add for the next round before the waiter has left the last",
  main = function()
    local round = sync.waitgroup("round")
    round:add(1)
    go("waiter", function()
      round:wait()
    end)
    time.sleep("1ms")
    go("worker", function()
      round:done()
      round:add(1) -- the next round: too early
      time.sleep("1ms")
      round:done()
    end)
    time.sleep("1s")
  end,
  expect = sometimes{
    panic = "sync: WaitGroup is reused before previous Wait has returned",
  },
  explore = { runs = 100 },
}

scenario{
  name = "repaired: a waitgroup a round",
  main = function()
    for _ = 1, 2 do
      local round = sync.waitgroup("round")
      round:add(1)
      go("worker", function() round:done() end)
      round:wait()
    end
  end,
  expect = always{ pass = true },
  explore = { runs = 100 },
}
