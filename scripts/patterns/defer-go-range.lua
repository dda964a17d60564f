-- defer-go-range: a deferred goroutine ranges over a channel nobody closes.
--
-- The function collects errors in a channel and drains it at the end, in a
-- goroutine so that nobody is held up. The drain reads all that is there and
-- then waits for a close that nobody calls: one leak per call, hidden in a
-- clean-up that "cannot block".
-- Repair: close before draining; then the drain needs no goroutine either.

local function collect(errors)
  defer(function()
    go("drain", function()
      local count = 0
      for _ in errors:range() do
        count = count + 1
      end
      check.unreachable("nobody closes the errors")
    end)
  end)
  errors:send("disk full")
  errors:send("quota exceeded")
end

scenario{
  name = "the drain waits for one error more",
  main = function()
    func(collect)(chan(10, "errors"))
  end,
  expect = always{
    leak = {
      { count = 1 },
      {
        count = 1, wait = "chan receive", cause = "channel never closed",
        at = "defer-go-range.lua:13", created = "defer-go-range.lua:11",
      },
    },
  },
}

scenario{
  name = "each call leaves its own drain behind",
  main = function()
    for _ = 1, 3 do
      func(collect)(chan(10, "errors"))
    end
  end,
  expect = always{
    leak = {
      count = 3, wait = "chan receive", cause = "channel never closed",
      at = "defer-go-range.lua:13",
      created = "defer-go-range.lua:11",
    },
  },
}
