-- cockroach_3710: a read lock within a read lock, and a writer between.
--
-- The scan of the raft logs read-locks the store and adds each replica to a
-- queue; adding locks the queue and read-locks the store again, to ask for
-- its state. Processing raft messages starts a goroutine that locks the store
-- for writing. A writer that waits keeps new readers out: if it comes between
-- the two read locks, reader and writer wait for each other.
-- Repair: read the replicas under the lock, and queue them without it.

local function new_store()
  return {
    lock = sync.rwmutex("store"), queue = sync.mutex("queue"),
    replicas = { "range 1", "range 2" }, queued = {}, started = true,
  }
end

local function is_started(store)
  store.lock:rlock()
  local started = store.started
  store.lock:runlock()
  return started
end

local function maybe_add(store, replica)
  store.queue:lock()
  if is_started(store) then table.insert(store.queued, replica) end
  store.queue:unlock()
end

local function scan_logs(store, fixed)
  local replicas = {}
  store.lock:rlock()
  for _, replica in ipairs(store.replicas) do
    if fixed then
      table.insert(replicas, replica)
    else
      maybe_add(store, replica)
    end
  end
  store.lock:runlock()
  for _, replica in ipairs(replicas) do maybe_add(store, replica) end
end

local function apply(store)
  store.lock:lock()
  store.applied = true
  store.lock:unlock()
end

scenario.pair{
  name = "a message is applied during a scan of the logs",
  main = function(fixed)
    local store = new_store()
    go("scanner", scan_logs, store, fixed)
    go("raft", function() go("applier", apply, store) end)
  end,
  explore = { runs = 1000 },
  expect = {
    sometimes{
      leak = {
        { count = 2 },
        {
          count = 1, name = "scanner", wait = "sync.RWMutex.RLock",
          at = "cockroach_3710.lua:18",
        },
        { count = 1, name = "applier", wait = "sync.RWMutex.Lock" },
      },
    },
    sometimes{ pass = true },
  },
}
