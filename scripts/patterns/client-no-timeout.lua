-- client-no-timeout: a server that never answers, a client that never asks
-- how late it is.
--
-- Go's default HTTP client has no timeout. A server that accepts connections
-- and hangs costs its clients a goroutine and a connection a request.
-- Repair: a timeout at the client, or a context with a deadline.

scenario.pair{
  name = "the server accepts and says nothing",
  main = function(fixed)
    local l = net.listen("slow:80")
    go("server", function()
      local c = l:accept()
      while c:read() do end -- reads, never answers
      c:close()
    end)
    go("client", function()
      local client = http.client{ timeout = fixed and "3s" or nil }
      local response, err = client:get(nil, "http://slow/")
      check.always(response == nil and err:timeout(), "it has timed out")
    end)
    time.sleep("10s")
    l:close()
  end,
  expect = always{
    leak = {
      {
        count = 1, name = "client", wait = "IO wait", cause = "no deadline",
        at = "client-no-timeout.lua:19",
      },
      {
        count = 1, name = "server", wait = "IO wait", cause = "no deadline",
        at = "client-no-timeout.lua:14",
      },
    },
  },
}
