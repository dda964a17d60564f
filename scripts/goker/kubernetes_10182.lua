-- kubernetes_10182: two statuses, one syncer, one lock.
--
-- Setting a pod's status takes the write lock and hands the status over to
-- the syncer on an unbuffered channel. The syncer receives one and takes the
-- write lock to forget the pod. A second setter that gets the lock before the
-- syncer waits for the syncer, and the syncer for the lock.
-- Repair: the setter unlocks before it hands the status over.

local function new_manager()
  return {
    lock = sync.rwmutex("statuses"),
    changed = chan(0, "changed"),
    statuses = {},
  }
end

local function syncer(m)
  for _ = 1, 2 do
    local pod = m.changed:recv()
    m.lock:lock()
    m.statuses[pod] = nil
    m.lock:unlock()
  end
end

local function set_status(m, pod, fixed)
  m.lock:lock()
  m.statuses[pod] = "running"
  if fixed then m.lock:unlock() end
  m.changed:send(pod)
  if not fixed then m.lock:unlock() end
end

scenario.pair{
  name = "the second status comes before the first is synced",
  main = function(fixed)
    local m = new_manager()
    go("syncer", syncer, m)
    go("setter", set_status, m, "web", fixed)
    go("setter", set_status, m, "mail", fixed)
  end,
  explore = { runs = 1000 },
  expect = {
    sometimes{
      leak = {
        { count = 2 },
        {
          count = 1, name = "syncer", wait = "sync.Mutex.Lock",
          at = "kubernetes_10182.lua:20",
        },
        { count = 1, name = "setter", wait = "chan send" },
      },
    },
    sometimes{ pass = true },
  },
}
