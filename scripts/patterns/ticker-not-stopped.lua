-- ticker-not-stopped: a loop over a ticker never ends.
--
-- A ticker ticks until it is stopped, so a goroutine that ranges over it works
-- on behind everybody's back, long after its owner is gone. It is never
-- stuck, which is why no deadlock detector finds it. And to stop the ticker
-- is only half the repair: stopping does not close its channel, the range
-- then waits for a tick that never comes.
-- Repair: a done channel beside the ticks (ticker-not-stopped-fixed).

scenario{
  name = "the heartbeat goes on without its owner",
  main = function()
    local ticker = time.new_ticker("1s")
    go("heartbeat", function()
      local beats = 0
      for _ in ticker.c:range() do
        beats = beats + 1
      end
    end)
    time.sleep("3500ms")
  end,
  expect = always{
    leak = {
      { count = 1 },
      {
        count = 1, wait = "chan receive", cause = "ticker never stopped",
        at = "ticker-not-stopped.lua:16",
        created = "ticker-not-stopped.lua:14",
      },
    },
  },
}

scenario{
  name = "stopping the ticker does not end the range",
  main = function()
    local ticker = time.new_ticker("1s")
    defer(ticker, "stop")
    go("heartbeat", function()
      for _ in ticker.c:range() do
      end
    end)
    time.sleep("3500ms")
  end,
  expect = always{
    leak = {
      count = 1, wait = "chan receive", cause = "ticker stopped",
      at = "ticker-not-stopped.lua:40",
    },
  },
}
