-- cockroach_10214: heartbeats and a replica's tick lock in two orders.
--
-- The sender of coalesced heartbeats holds the lock of the outbox while it
-- reports each heartbeat to its replica, which takes the replica's raft lock.
-- The tick of a replica holds its raft lock and an inner one, and then queues
-- a heartbeat: it wants the outbox. If the two overlap, both are left behind.
-- Repair: the sender takes the heartbeats out of the outbox, unlocks it, and
-- reports them then.

local function new_store()
  local store = {
    outbox = sync.mutex("outbox"), heartbeats = {}, replicas = {},
  }
  for id = 1, 2 do
    store.replicas[id] = {
      id = id, raft = sync.mutex("raft"), inner = sync.mutex("inner"),
      unreachable = false,
    }
    store.heartbeats[id] = id
  end
  return store
end

local function report_unreachable(replica)
  replica.raft:lock()
  replica.unreachable = true
  replica.raft:unlock()
end

local function send_heartbeats(store, fixed)
  store.outbox:lock()
  local heartbeats = store.heartbeats
  store.heartbeats = {}
  if fixed then store.outbox:unlock() end
  for _, id in ipairs(heartbeats) do
    report_unreachable(store.replicas[id])
  end
  if not fixed then store.outbox:unlock() end
end

local function queue_heartbeat(store, id)
  store.outbox:lock()
  table.insert(store.heartbeats, id)
  store.outbox:unlock()
end

local function tick(store, replica)
  replica.raft:lock()
  replica.inner:lock()
  queue_heartbeat(store, replica.id)
  replica.inner:unlock()
  replica.raft:unlock()
end

scenario.pair{
  name = "a replica ticks while heartbeats are sent",
  main = function(fixed)
    local store = new_store()
    go("sender", send_heartbeats, store, fixed)
    go("ticker", tick, store, store.replicas[1])
  end,
  explore = { runs = 1000 },
  expect = {
    sometimes{
      leak = {
        { count = 2 },
        { cycle = 2 },
        { count = 1, name = "sender", wait = "sync.Mutex.Lock" },
        { count = 1, name = "ticker", wait = "sync.Mutex.Lock" },
      },
    },
    sometimes{ pass = true },
  },
}
