-- kubernetes_49404: a test asks whether its handler was called, at once.
--
-- The test server accepts in a goroutine, and serves each connection in
-- another. The handler sets a flag of the test; the test's deferred check
-- reads it when the server is closed. Closing waits for the goroutine that
-- accepts, and not for those that serve: the flag may be written before, at
-- the same time, or afterwards. Often enough it is before.
-- Repair: the server counts what it serves, and its close waits for all.

local function serve(server, request)
  server.handler(request)
end

local function accept(server)
  defer(server.running, "done")
  for request in server.listener:range() do
    if server.fixed then
      server.running:add(1)
      go("connection", function()
        defer(server.running, "done")
        serve(server, request)
      end)
    else
      go("connection", serve, server, request)
    end
  end
end

local function new_server(handler, fixed)
  local server = {
    handler = handler, fixed = fixed, listener = chan(0, "listener"),
    running = sync.waitgroup("running"),
  }
  server.running:add(1)
  go("server", accept, server)
  return server
end

local function close(server)
  server.listener:close()
  server.running:wait()
end

local test_upgrade = func(function(fixed)
  local called = shared(false, "called")
  defer(function()
    local was_called = called:get()
    check.always(was_called or not fixed, "the handler was called")
  end)
  local server = new_server(function() called:set(true) end, fixed)
  defer(close, server)
  server.listener:send("GET /upgrade")
end)

scenario.pair{
  name = "the handler sets a flag while the test reads it",
  main = test_upgrade,
  expect = always{ race = { name = "called" } },
}
