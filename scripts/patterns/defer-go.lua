-- defer-go: a deferred call starts a goroutine that outlives the function.
--
-- `defer func() { go cleanup() }()` returns at once; the clean-up runs later,
-- when nobody waits for it any more. Whether that is harmless depends on its
-- exit path alone: one that can end will end, one that waits for the function
-- which has just returned never does.
-- Repair: clean up in the deferred call itself, or make sure that what the
-- goroutine waits for still comes.

-- Starts its audit when it returns; the audit waits for a verdict.
local function transfer(verdict, log)
  defer(function()
    go("audit", function()
      local text = verdict:recv()
      log:send("audit: " .. text)
    end)
  end)
  return "transferred"
end

scenario{
  name = "what the audit waits for comes: it ends",
  main = function()
    local verdict, log = chan(0, "verdict"), chan(1, "log")
    local result = func(transfer)(verdict, log)
    check.always(result == "transferred", "the result passes through")
    verdict:send("clean")
    local text = log:recv()
    check.always(text == "audit: clean", "the audit outlived its function")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "nobody gives a verdict: the audit stays",
  main = function()
    local verdict, log = chan(0, "verdict"), chan(1, "log")
    func(transfer)(verdict, log)
  end,
  expect = always{
    leak = {
      { count = 1 },
      {
        count = 1, wait = "chan receive", cause = "no sender left",
        at = "defer-go.lua:14", created = "defer-go.lua:13",
      },
    },
  },
}
