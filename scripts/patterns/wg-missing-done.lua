-- wg-missing-done: an early return skips the done.
--
-- Five checks are counted; each counts itself off at its end. One of them
-- meets an error and returns early, past the line with done. The counter never
-- reaches zero, and whoever waits for the checks waits for ever.
-- Repair: defer the done as the first thing the goroutine does.

local function check_host(host, checks)
  if host == "db" then
    return -- an error: and the line below is skipped
  end
  checks:done()
end

scenario{
  name = "one of five returns early",
  main = function()
    local checks = sync.waitgroup("checks")
    checks:add(5)
    for _, host in ipairs{ "web", "mail", "db", "cache", "queue" } do
      go(host, check_host, host, checks)
    end
    checks:wait()
    check.unreachable("one done is missing")
  end,
  expect = always{
    deadlock = {
      {
        count = 1, wait = "sync.WaitGroup.Wait", cause = "counter stuck at 1",
        at = "wg-missing-done.lua:23",
      },
      { cause = "\"db\" returned without one" },
    },
  },
}

scenario{
  name = "a helper that waits is left behind",
  main = function()
    local checks = sync.waitgroup("checks")
    checks:add(1)
    go("report", function() checks:wait() end)
    go("db", check_host, "db", checks)
  end,
  expect = always{
    leak = {
      {
        count = 1, name = "report", wait = "sync.WaitGroup.Wait",
        cause = "counter stuck at 1", at = "wg-missing-done.lua:42",
      },
      { count = 1, cause = "\"db\" returned without one" },
    },
  },
}
