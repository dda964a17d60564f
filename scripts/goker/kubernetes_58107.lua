-- kubernetes_58107: waiting for work with a read lock held.
--
-- Two workers of a quota controller take from queues, with the read lock of
-- the controller held. An empty queue waits for a condition, and keeps the
-- lock. The syncer asks for the write lock again and again: it waits for the
-- worker that waits, and the other worker, who comes later, queues behind it.
-- What is more, the queue here is a bare condition: what was signalled before
-- the worker waits is lost, and it waits for good. The original goes round
-- 100,000 times and sleeps a nanosecond now and then to have it on a real
-- machine; two turns are enough to have every ending in some schedule.
-- Repair: the queue counts what it holds, and is asked before the read lock
-- is taken.

local TURNS = 2

local function new_queue(name, fixed)
  local lock = sync.mutex(name)
  local filled, items = sync.cond(lock, name .. " filled"), 0
  local queue = {}
  function queue.add()
    lock:lock()
    items = items + 1
    filled:signal()
    lock:unlock()
  end
  function queue.get()
    lock:lock()
    if not fixed then filled:wait() end
    while fixed and items == 0 do filled:wait() end
    items = items - 1
    lock:unlock()
  end
  return queue
end

local work = func(function(lock, queue, fixed)
  if fixed then queue.get() end
  lock:rlock()
  defer(lock, "runlock")
  if not fixed then queue.get() end
end)

local function sync_monitors(lock)
  for _ = 1, TURNS do
    lock:lock()
    lock:unlock()
  end
end

scenario.pair{
  name = "workers hold the lock that the syncer wants",
  main = function(fixed)
    local lock = sync.rwmutex("workers")
    local quotas = new_queue("quotas", fixed)
    local missing = new_queue("missing", fixed)
    go("quota worker", work, lock, quotas, fixed)
    go("missing worker", work, lock, missing, fixed)
    go("syncer", sync_monitors, lock)
    for _ = 1, TURNS do
      quotas.add()
      missing.add()
    end
  end,
  explore = { runs = 1000 },
  expect = {
    sometimes{
      leak = {
        { count = 3 },
        { count = 1, wait = "sync.Cond.Wait" },
        { count = 1, wait = "sync.RWMutex.RLock" },
        { count = 1, name = "syncer", wait = "sync.RWMutex.Lock" },
      },
    },
    sometimes{
      leak = {
        { count = 2 },
        { count = 1, wait = "sync.Cond.Wait" },
        { count = 1, name = "syncer", wait = "sync.RWMutex.Lock" },
      },
    },
    sometimes{ leak = { count = 2, wait = "sync.Cond.Wait" } },
    sometimes{ pass = true },
  },
}
