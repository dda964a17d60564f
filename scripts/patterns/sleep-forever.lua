-- sleep-forever: a goroutine sleeps for a time that never ends.
--
-- A sleep cannot be interrupted in Go. Whoever keeps a goroutine alive by
-- `time.Sleep(math.MaxInt64)`, or computes a delay that overflows (a back-off
-- doubled without a limit), has a goroutine that no shutdown can reach.
-- Repair: wait in a select for a timer or a done channel, and give every
-- computed delay an upper limit.

scenario{
  name = "a keep-alive that nobody can end",
  main = function()
    go("keep alive", function()
      time.sleep(math.huge)
      check.unreachable("this sleep has no end")
    end)
  end,
  expect = always{
    leak = {
      { count = 1 },
      {
        count = 1, wait = "sleep", cause = "sleeps for ever",
        at = "sleep-forever.lua:13", created = "sleep-forever.lua:12",
      },
    },
  },
}

scenario{
  name = "a back-off without a limit",
  main = function()
    go("retry", function()
      local delay = time.second
      for _ = 1, 10 do
        delay = delay * delay -- meant to double; overflows
      end
      time.sleep(delay)
    end)
  end,
  expect = always{
    leak = {
      count = 1, wait = "sleep", cause = "sleeps for ever",
      at = "sleep-forever.lua:36",
    },
  },
}
