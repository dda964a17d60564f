-- kubernetes_25331: the last word of a watch has no listener.
--
-- A watch runs in a goroutine until an error comes. Stopping it is done with
-- an error too: stop sends it and cancels the context. The goroutine takes
-- the error, cancels for its part, and wants to pass the error on as a
-- result; but who called stop reads no results any more.
-- Repair: it sends the result or sees that the context is over.

local function watch(parent, fixed)
  local ctx, cancel = context.with_cancel(parent)
  local failures, results = chan(0, "failures"), chan(0, "results")
  go("watch", function()
    local what, failure = select{
      recv(failures, "failure"), recv(ctx:done(), "done"),
    }
    if what == "done" then return end
    cancel()
    if fixed then
      select{ send(results, failure), recv(ctx:done()) }
    else
      results:send(failure)
    end
  end)
  local function stop()
    failures:send("stopped")
    cancel()
  end
  return results, stop
end

scenario.pair{
  name = "stop sends an error and goes away",
  main = function(fixed)
    local results, stop = watch(context.background(), fixed)
    stop()
  end,
  expect = always{
    leak = {
      { count = 1 },
      {
        count = 1, name = "watch", wait = "chan send",
        cause = "nobody ever received", at = "kubernetes_25331.lua:21",
      },
    },
  },
}
