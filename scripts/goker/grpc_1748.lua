-- grpc_1748: a test puts a global timeout back under a connection's nose.
--
-- The test shortens the timeout of all connections, a global, and restores it
-- in a deferred call. The connection it dialled has a watcher that asks the
-- balancer to connect as soon as there is one; each attempt is a goroutine of
-- its own that reads the timeout. Closing nothing and waiting for nothing,
-- the test writes the global while they read it. If the watcher looks for the
-- last time before the balancer is set, nobody ever connects and all is well.
-- Repair: a connection gets its timeout when it is dialled.

local connect_timeout = shared(20 * time.second, "connect timeout")

local function attempt(conn, timeout)
  local deadline = time.now() + (timeout or connect_timeout:get())
  conn.attempts:send(deadline)
end

local function new_balancer(conn, timeout)
  return {
    addresses_resolved = function() go("attempt", attempt, conn, timeout) end,
  }
end

local function watch(conn)
  for _ = 1, 2 do
    conn.lock:lock()
    local balancer = conn.state.balancer
    conn.lock:unlock()
    if balancer then balancer.addresses_resolved() end
  end
end

local dial = func(function(timeout)
  local conn = {
    lock = sync.mutex("conn"), state = shared({}, "conn"),
    attempts = chan(2, "attempts"),
  }
  go("watcher", watch, conn)
  conn.lock:lock()
  defer(conn.lock, "unlock")
  conn.state.balancer = new_balancer(conn, timeout)
  return conn
end)

local test_reconnect_timeout = func(function(fixed)
  if fixed then
    dial(1 * time.second)
  else
    defer(connect_timeout, "set", connect_timeout:get())
    connect_timeout:set(1 * time.second)
    dial()
  end
end)

scenario.pair{
  name = "the timeout is restored while connections are attempted",
  main = function(fixed) test_reconnect_timeout(fixed) end,
  explore = { runs = 1000 },
  expect = {
    sometimes{ race = { name = "connect timeout" } },
    sometimes{ pass = true },
  },
}
