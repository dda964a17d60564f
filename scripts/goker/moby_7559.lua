-- moby_7559: the next turn of a loop, with the lock of the last.
--
-- A UDP proxy looks up the client's connection under a lock, and dials the
-- back end when there is none. Dialling fails; the loop goes on with the next
-- packet and does not unlock. The next turn waits for the goroutine's own
-- lock.
-- Repair: unlock before going on.

local function dial()
  return nil, "connection refused"
end

local function run_proxy(proxy, fixed)
  for packet = 1, 2 do
    proxy.lock:lock()
    local conn, err = proxy.conns[packet], nil
    if not conn then conn, err = dial() end
    if err then
      proxy.dropped = proxy.dropped + 1
      if fixed then proxy.lock:unlock() end
    else
      proxy.conns[packet] = conn
      proxy.lock:unlock()
    end
  end
end

scenario.pair{
  name = "the back end refuses two packets",
  main = function(fixed)
    local proxy = { lock = sync.mutex("conns"), conns = {}, dropped = 0 }
    go("proxy", run_proxy, proxy, fixed)
  end,
  expect = always{
    leak = {
      { count = 1 },
      {
        count = 1, name = "proxy", wait = "sync.Mutex.Lock",
        cause = "locked by itself", at = "moby_7559.lua:15",
      },
    },
  },
}
