-- cockroach_584: leaving a loop with the lock held.
--
-- A gossip node runs two loops one after the other in one goroutine. Each
-- turn is made under the node's lock, and both loops leave when the node is
-- closed, but without unlocking. The second then waits for the lock that the
-- goroutine took in the first.
-- Repair: unlock on the way out of the loop as well.

local function bootstrap(node, fixed)
  while true do
    node.lock:lock()
    if node.closed then
      if fixed then node.lock:unlock() end
      break
    end
    node.peers = node.peers + 1
    node.lock:unlock()
  end
end

local function manage(node, fixed)
  while true do
    node.lock:lock()
    if node.closed then
      if fixed then node.lock:unlock() end
      break
    end
    node.peers = node.peers - 1
    node.lock:unlock()
  end
end

scenario.pair{
  name = "a closed node starts",
  main = function(fixed)
    local node = { lock = sync.mutex("node"), closed = true, peers = 0 }
    go("gossip", function()
      bootstrap(node, fixed)
      manage(node, fixed)
    end)
  end,
  expect = always{
    leak = {
      { count = 1 },
      {
        count = 1, name = "gossip", wait = "sync.Mutex.Lock",
        cause = "locked by itself", at = "cockroach_584.lua:23",
      },
    },
  },
}
