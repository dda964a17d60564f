-- etcd_6873: stop waits for a goroutine that waits for stop's lock.
--
-- A goroutine takes updates of watches from a channel and coalesces each one
-- under a lock. Stop takes the lock, closes the channel and waits, with the
-- lock still held, until that goroutine has finished. If it has an update in
-- its hands and no lock yet, neither goes on.
-- Repair: stop gives the lock back before it waits.

local function new_broadcasts()
  local b = {
    lock = sync.mutex("broadcasts"),
    updates = chan(1, "updates"),
    done = chan(0, "done"),
    coalesced = 0,
  }
  go("coalescer", function()
    defer(b.done, "close")
    for n in b.updates:range() do
      b.lock:lock()
      b.coalesced = b.coalesced + n
      b.lock:unlock()
    end
  end)
  return b
end

local function update(b)
  select{ send(b.updates, 1), default = true }
end

local function stop(b, fixed)
  b.lock:lock()
  b.updates:close()
  if fixed then b.lock:unlock() end
  b.done:recv()
  if not fixed then b.lock:unlock() end
end

scenario.pair{
  name = "an update is on its way when the broadcasts stop",
  main = function(fixed)
    local b = new_broadcasts()
    update(b)
    go("stopper", stop, b, fixed)
  end,
  explore = { runs = 1000 },
  expect = {
    sometimes{
      leak = {
        { count = 2 },
        { count = 1, name = "stopper", wait = "chan receive" },
        {
          count = 1, name = "coalescer", wait = "sync.Mutex.Lock",
          cause = "holder blocked", at = "etcd_6873.lua:19",
        },
      },
    },
    sometimes{ pass = true },
  },
}
