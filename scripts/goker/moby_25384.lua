-- moby_25384: waiting for two after starting one.
--
-- A manager restores its plugins, each in a goroutine, and counts them all
-- in a wait group beforehand. The wait stands inside the loop that starts
-- them: after the first plugin it waits for the second, which is not started.
-- Repair: the wait stands after the loop.

local function restore(plugins, fixed)
  local group = sync.waitgroup("plugins")
  group:add(#plugins)
  for _, plugin in ipairs(plugins) do
    go("restore " .. plugin, function()
      defer(group, "done")
    end)
    if not fixed then group:wait() end
  end
  group:wait()
end

scenario.pair{
  name = "the wait is in the loop that starts the goroutines",
  main = function(fixed)
    go("manager", restore, { "volumes", "networks" }, fixed)
  end,
  expect = always{
    leak = {
      { count = 1 },
      {
        count = 1, name = "manager", wait = "sync.WaitGroup.Wait",
        cause = "counter stuck at 1", at = "moby_25384.lua:15",
      },
    },
  },
}
