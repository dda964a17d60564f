-- grpc_1353: an update is sent by who holds the lock its reader needs.
--
-- A round robin balancer's updater sends each new list of addresses while it
-- holds the balancer's lock. The client's watcher receives a list and tears
-- the old connections down, which reports to the balancer, under that lock.
-- When the next update comes before the tear-down is done, the updater waits
-- for the watcher and the watcher for the lock; closing the balancer waits
-- for the updater.
-- Repair: unlock first, then send.

local function new_balancer()
  return {
    lock = sync.mutex("balancer"),
    updates = chan(0, "updates"),
    finished = chan(0, "updater finished"),
    connected = {},
  }
end

local function updater(b, fixed)
  defer(b.finished, "close")
  defer(b.updates, "close")
  for turn = 1, 100 do
    b.lock:lock()
    local addresses = { "host " .. turn }
    if fixed then b.lock:unlock() end
    b.updates:send(addresses)
    if not fixed then b.lock:unlock() end
  end
end

local function watcher(b)
  local lock, conns = sync.mutex("connections"), {}
  for addresses in b.updates:range() do
    lock:lock()
    local old = conns
    conns = addresses
    lock:unlock()
    for _, address in ipairs(old) do
      b.lock:lock() -- the balancer is told that it is down
      b.connected[address] = nil
      b.lock:unlock()
    end
  end
end

scenario.pair{
  name = "the next update comes during the tear-down",
  main = function(fixed)
    local b = new_balancer()
    go("watcher", watcher, b)
    go("updater", updater, b, fixed)
    go("closer", function() b.finished:recv() end)
  end,
  explore = { runs = 1000 },
  expect = sometimes{
    leak = {
      { count = 3 },
      { count = 1, name = "updater", wait = "chan send" },
      {
        count = 1, name = "watcher", wait = "sync.Mutex.Lock",
        cause = "holder blocked", at = "grpc_1353.lua:40",
      },
      { count = 1, name = "closer", wait = "chan receive" },
    },
  },
}
