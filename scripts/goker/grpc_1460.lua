-- grpc_1460: asleep with the lock that would wake it.
--
-- The keepalive of a connection without streams has nothing to do: it takes
-- the connection's lock, sees that no stream is there and waits to be woken,
-- with the lock held. A new stream would wake it, but has to count itself
-- under the lock first.
-- Repair: unlock before waiting, and let the wake-up have room for one, so
-- that it is not lost when it comes between the two.

local function new_transport(room)
  return {
    lock = sync.mutex("transport"), wake = chan(room, "wake"), streams = 0,
  }
end

local function keepalive(t, fixed)
  t.lock:lock()
  if t.streams == 0 then
    if fixed then t.lock:unlock() end
    t.wake:recv()
    if fixed then t.lock:lock() end
  end
  t.lock:unlock()
end

local function new_stream(t)
  t.lock:lock()
  t.streams = t.streams + 1
  if t.streams == 1 then
    select{ send(t.wake, true), default = true }
  end
  t.lock:unlock()
end

scenario.pair{
  name = "the keepalive sleeps before the first stream",
  main = function(fixed)
    local t = new_transport(fixed and 1 or 0)
    go("keepalive", keepalive, t, fixed)
    go("new stream", new_stream, t)
  end,
  explore = { runs = 1000 },
  expect = {
    sometimes{
      leak = {
        { count = 2 },
        { count = 1, name = "keepalive", wait = "chan receive" },
        {
          count = 1, name = "new stream", wait = "sync.Mutex.Lock",
          cause = "holder blocked",
        },
      },
    },
    sometimes{ pass = true },
  },
}
