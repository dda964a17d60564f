-- grpc_795: a graceful stop that leaves the server locked.
--
-- Stopping locks the server and forgets to unlock it, both when there are
-- connections to close and when the server has been stopped before. The first
-- stop works, the second waits for the lock of the first. The goroutine that
-- serves needs the lock, too: it is done with it before, or stuck as well.
-- Repair: defer the unlock right after the lock.

local function new_server()
  return { lock = sync.mutex("server"), conns = { "idle" }, serving = false }
end

local function serve(server)
  server.lock:lock()
  if server.conns then server.serving = true end
  server.lock:unlock()
end

local graceful_stop = func(function(server, fixed)
  server.lock:lock()
  if fixed then defer(server.lock, "unlock") end
  if not server.conns then return end
  server.conns = nil
end)

scenario.pair{
  name = "stopping three times does no harm",
  main = function(fixed)
    local server = new_server()
    go("serve", serve, server)
    for _ = 1, 3 do graceful_stop(server, fixed) end
  end,
  explore = { runs = 100 },
  expect = {
    always{
      deadlock = {
        count = 1, wait = "sync.Mutex.Lock", cause = "locked by itself",
        at = "grpc_795.lua:20",
      },
    },
    sometimes{
      deadlock = {
        { count = 2 },
        {
          count = 1, name = "serve", wait = "sync.Mutex.Lock",
          at = "grpc_795.lua:14",
        },
      },
    },
    sometimes{ deadlock = { count = 1 } },
  },
}
