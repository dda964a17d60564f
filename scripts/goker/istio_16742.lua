-- istio_16742: a connection is known to all before its owner is done with it.
--
-- A stream puts its connection into the map of all clients, and goes on to
-- read the labels of its node. A workload update clears the labels of every
-- client it finds, with the map locked for reading: that keeps the map whole,
-- but says nothing about what the map's values point to. Only an update that
-- comes after the registration finds the connection at all.
-- Repair: whoever touches the labels holds the lock, and to change them it is
-- the write lock.

local function new_server()
  return { lock = sync.rwmutex("clients"), clients = {} }
end

local register = func(function(server, id, connection)
  server.lock:lock()
  defer(server.lock, "unlock")
  server.clients[id] = connection
end)

local function count_labels(server, connection, fixed)
  if fixed then server.lock:rlock() end
  local labels, count = connection.node.labels, 0
  for _ in pairs(labels or {}) do count = count + 1 end
  if fixed then server.lock:runlock() end
  return count
end

local function stream(server, fixed)
  local node = shared({ labels = { app = "reviews" } }, "node")
  local connection = { node = node }
  register(server, "reviews-1", connection)
  return count_labels(server, connection, fixed)
end

local update_workload = func(function(server, fixed)
  local lock = server.lock
  if fixed then lock:lock() else lock:rlock() end
  defer(lock, fixed and "unlock" or "runlock")
  for _, connection in pairs(server.clients) do
    connection.node.labels = nil -- to be looked up again
  end
end)

scenario.pair{
  name = "labels are cleared while the stream reads them",
  main = function(fixed)
    local server, running = new_server(), sync.waitgroup("running")
    running:add(2)
    go("update", function()
      defer(running, "done")
      update_workload(server, fixed)
    end)
    go("stream", function()
      defer(running, "done")
      stream(server, fixed)
    end)
    running:wait()
  end,
  explore = { runs = 1000 },
  expect = {
    sometimes{ race = { name = "node.labels" } }, sometimes{ pass = true },
  },
}
