-- kubernetes_30872: an informer and its queue locked in two orders.
--
-- The controller holds the queue's lock while it hands an item to the handler,
-- and that locks the informer. The reconciler locks the informer and asks
-- whether it has synced, which locks the queue. When each has its first lock,
-- both wait for good; the stopper, that needs the informer to stop the
-- controller, may join them. Until it is stopped the controller goes round
-- and round without waiting: it needs a fair schedule to get past that.
-- Repair: the reconciler asks before it locks the informer.

local function new_federation()
  return {
    informer = sync.rwmutex("informer"), queue = sync.mutex("queue"),
    synced = false, seen = 0, halt = chan(0, "halt"),
  }
end

local function has_synced(f)
  f.queue:lock()
  local synced = f.synced
  f.queue:unlock()
  return synced
end

local function handle(f)
  f.informer:lock()
  f.seen = f.seen + 1
  f.informer:unlock()
end

local function control(f)
  while true do
    local what = select{ recv(f.halt, "halt"), default = true }
    if what == "halt" then return end
    f.queue:lock()
    f.synced = true
    handle(f)
    f.queue:unlock()
  end
end

local function reconcile(f, fixed)
  local synced = fixed and has_synced(f)
  f.informer:lock()
  if not fixed then synced = has_synced(f) end
  f.ready = synced
  f.informer:unlock()
end

local function stop_controller(f, stop)
  stop:recv()
  f.informer:lock()
  f.halt:close()
  f.informer:unlock()
end

scenario.pair{
  name = "an item is handled during a reconciliation",
  main = function(fixed)
    local f, stop = new_federation(), chan(0, "stop")
    defer(stop, "close")
    go("controller", control, f)
    go("reconciler", reconcile, f, fixed)
    go("stopper", stop_controller, f, stop)
  end,
  explore = { runs = 1000 },
  expect = {
    sometimes{
      leak = {
        { count = { min = 2, max = 3 }, wait = "sync.Mutex.Lock" },
        {
          count = 1, name = "controller", at = "kubernetes_30872.lua:26",
        },
        {
          count = 1, name = "reconciler", at = "kubernetes_30872.lua:19",
        },
      },
    },
    sometimes{ pass = true },
  },
}
