-- handler-goroutine: every request starts a goroutine that outlives it.
--
-- A handler hands a slow audit to a goroutine of its own and answers. The audit
-- waits for the client's confirmation, and keeps the request; a client that
-- has gone away never confirms. One goroutine stays behind a request.
-- Repair: the goroutine watches the request's context as well.

local function audit(r, fixed)
  local confirmed = chan(0, "confirmed")
  if fixed then
    select{ recv(confirmed), recv(r.ctx:done()) }
  else
    confirmed:recv()
  end
end

scenario.pair{
  name = "ten requests, ten goroutines left",
  main = function(fixed)
    local l = net.listen("audit:80")
    local srv = http.server{ handler = function(_, r)
      go("audit", audit, r, fixed)
      return "accepted"
    end }
    go("server", function() srv:serve(l) end)
    local client = http.client{ timeout = "1s" }
    local before
    for n = 1, 10 do
      local response = client:get(nil, "http://audit/")
      check.always(response.body == "accepted", "the client is content")
      time.sleep("1ms") -- the audit waits, or has left
      before = before or runtime.num_goroutine()
      local grown = runtime.num_goroutine() - before
      check.always(grown == (fixed and 0 or n - 1), "one a request stays")
    end
    client:close_idle_connections()
    check.always(srv:shutdown() == nil, "the server has drained")
  end,
  expect = always{
    leak = {
      { count = 10 },
      {
        count = 10, name = "audit", wait = "chan receive",
        cause = "no sender left", at = "handler-goroutine.lua:13",
        created = "handler-goroutine.lua:22",
      },
    },
  },
}
