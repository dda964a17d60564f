-- moby_30408: a failure that wakes nobody.
--
-- A plugin is active when it has a manifest. Who needs it waits on a
-- condition variable, in a loop, until there is one. Activation fails here:
-- the error path notes the error and returns, without a word to the waiter,
-- who looks only for the manifest anyway. Main waits for the waiter.
-- Repair: the loop ends with an error too, and failing broadcasts.

local function new_plugin()
  local lock = sync.mutex("plugin")
  return { lock = lock, changed = sync.cond(lock, "changed") }
end

local function wait_active(plugin, fixed)
  plugin.lock:lock()
  while not plugin.manifest and not (fixed and plugin.failure) do
    plugin.changed:wait()
  end
  plugin.lock:unlock()
end

local function activate(plugin, fixed)
  plugin.lock:lock()
  plugin.failure = "no such socket"
  plugin.lock:unlock()
  if fixed then plugin.changed:broadcast() end
end

scenario.pair{
  name = "waiting for a plugin that fails to come up",
  main = function(fixed)
    local plugin, active = new_plugin(), chan(0, "active")
    go("waiter", function()
      wait_active(plugin, fixed)
      active:close()
    end)
    activate(plugin, fixed)
    active:recv()
  end,
  expect = always{
    deadlock = {
      { count = 2 },
      { count = 1, wait = "chan receive", at = "moby_30408.lua:38" },
      {
        count = 1, name = "waiter", wait = "sync.Cond.Wait",
        at = "moby_30408.lua:17",
      },
    },
  },
}
