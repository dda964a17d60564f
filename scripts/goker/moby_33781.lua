-- moby_33781: a health probe is abandoned in the middle.
--
-- A monitor waits for its stop or the next tick. On a tick it starts a probe,
-- which sends one result, and selects again: stop, the result, or a timeout.
-- When stop wins there, the monitor returns, and the probe wants to hand its
-- result to nobody.
-- Interval and timeout are 50 ns, as is the sleep before the stop: which of
-- timers due at one instant fires first is a choice, as is the ready case.
-- Repair: room for the result.

local moment = 50 * time.ns

local function monitor(stop, fixed)
  while true do
    local what = select{ recv(stop, "stop"), recv(time.after(moment), "tick") }
    if what == "stop" then return end
    local results = chan(fixed and 1 or 0, "results")
    local ctx, cancel = context.with_timeout(context.background(), moment)
    go("probe", function()
      results:send("healthy")
      results:close()
    end)
    what = select{
      recv(stop, "stop"), recv(results, "result"), recv(ctx:done(), "timeout"),
    }
    cancel()
    if what == "stop" then return end -- and the probe?
    if what == "timeout" then results:recv() end
  end
end

scenario.pair{
  name = "stop comes while a probe is on its way",
  main = function(fixed)
    local stop = chan(0, "stop")
    go("monitor", monitor, stop, fixed)
    time.sleep(moment)
    stop:send(true)
  end,
  explore = { runs = 1000 },
  expect = {
    sometimes{
      leak = {
        { count = 1 },
        { count = 1, name = "probe", wait = "chan send" },
      },
    },
    sometimes{ pass = true },
  },
}
