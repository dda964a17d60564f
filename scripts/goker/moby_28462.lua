-- moby_28462: the monitor is told to stop by who has its lock.
--
-- A container's health monitor looks for its stop with a select that has a
-- default, and otherwise probes, under the container's lock. A change of the
-- container's state takes the lock and sends the stop on an unbuffered
-- channel. If the monitor is on its way to the lock, neither goes on.
-- The monitor's loop never blocks for long: in Go it spins.
-- Repair: closing the stop channel says the same and waits for nobody.

local function new_container()
  return {
    lock = sync.mutex("container"), stop = chan(0, "stop"), probes = 0,
  }
end

local function monitor(c)
  while true do
    local what = select{ recv(c.stop, "stop"), default = true }
    if what == "stop" then return end
    c.lock:lock()
    c.probes = c.probes + 1
    c.lock:unlock()
  end
end

local function state_changed(c, fixed)
  c.lock:lock()
  if fixed then
    c.stop:close()
  else
    c.stop:send(true)
  end
  c.lock:unlock()
end

scenario.pair{
  name = "the state changes during a probe",
  main = function(fixed)
    local c = new_container()
    go("monitor", monitor, c)
    go("state changed", state_changed, c, fixed)
  end,
  explore = { runs = 1000 },
  expect = {
    sometimes{
      leak = {
        { count = 2 },
        {
          count = 1, name = "monitor", wait = "sync.Mutex.Lock",
          cause = "holder blocked",
        },
        { count = 1, name = "state changed", wait = "chan send" },
      },
    },
    sometimes{ pass = true },
  },
}
