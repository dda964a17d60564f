-- kubernetes_26980: a listener waits for the end with the lock in its hand.
--
-- A listener takes the lock and waits on a condition variable for something
-- to deliver. There is an item already, so it takes it and, still holding the
-- lock, waits to be stopped. A helper needs the lock to report that all is
-- added; main waits for that report, and would stop the listener on return.
-- Repair: the listener unlocks before it waits.

local function new_listener()
  local lock = sync.rwmutex("listener")
  return {
    lock = lock, added = sync.cond(lock, "added"), pending = {},
  }
end

local function add(l, item)
  l.lock:lock()
  l.pending[#l.pending + 1] = item
  l.added:broadcast()
  l.lock:unlock()
end

local function pop(l, stop, fixed)
  l.lock:lock()
  while #l.pending == 0 do l.added:wait() end
  table.remove(l.pending, 1)
  if fixed then l.lock:unlock() end
  select{ recv(stop, "stop") }
  if not fixed then l.lock:unlock() end
end

scenario.pair{
  name = "the listener locks before the report",
  main = function(fixed)
    local l, stop, report = new_listener(), chan(0, "stop"), chan(0, "report")
    defer(stop, "close")
    add(l, "pod")
    go("listener", pop, l, stop, fixed)
    go("helper", function()
      l.lock:lock()
      report:close()
    end)
    report:recv()
    l.lock:unlock() -- the helper left it locked
  end,
  explore = { runs = 1000 },
  expect = {
    sometimes{
      deadlock = {
        { count = 3 },
        {
          count = 1, wait = "chan receive",
          at = "kubernetes_26980.lua:43",
        },
        { count = 1, name = "helper", wait = "sync.Mutex.Lock" },
        { count = 1, name = "listener", wait = "chan receive" },
      },
    },
    sometimes{ pass = true },
  },
}
