-- defer-go, repaired: the deferred goroutine has an exit path.
--
-- It waits for the verdict or for the end of its context, and whoever owns
-- the context ends it. The context is the caller's: one made inside the
-- function, with a deferred cancel, would end before the audit has begun.

local transfer = func(function(ctx, verdict, log)
  defer(function()
    go("audit", function()
      local which, text = select{
        recv(verdict, "verdict"),
        recv(ctx:done(), "done"),
      }
      if which == "done" then text = "not judged" end
      log:send("audit: " .. text)
    end)
  end)
  return "transferred"
end)

scenario{
  name = "a verdict ends the audit",
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    defer(cancel)
    local verdict, log = chan(0, "verdict"), chan(1, "log")
    transfer(ctx, verdict, log)
    verdict:send("clean")
    local text = log:recv()
    check.always(text == "audit: clean", "the verdict was seen")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "without a verdict the context ends the audit",
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    local log = chan(1, "log")
    transfer(ctx, chan(0, "verdict"), log)
    cancel()
    local text = log:recv()
    check.always(text == "audit: not judged", "it did not wait for ever")
  end,
  expect = always{ pass = true },
}
