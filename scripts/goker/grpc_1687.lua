-- grpc_1687: data is written after the status, which was the last word.
--
-- An HTTP handler may be used by one goroutine at a time only, so the
-- transport sends it functions to call. Writing the status ends the stream:
-- it sends a function that writes the trailers, and closes that channel. The
-- service, which is told of the status by nobody, then writes its data: a
-- send on the closed channel. That it selects with the end of the connection
-- beside it does not help, for the connection is alive.
-- Repair: remember that the status was written, and refuse what comes later.

local function new_transport(fixed)
  return {
    writes = chan(0, "writes"), closed = chan(0, "closed"), fixed = fixed,
    wrote_status = false, sent = {},
  }
end

local function hand_over(transport, write)
  if select{ recv(transport.closed, "closed"), default = true } == "closed"
  then return "connection closed" end
  local what = select{
    send(transport.writes, write), recv(transport.closed, "closed"),
  }
  if what == "closed" then return "connection closed" end
end

local function frame(transport, text)
  return function() transport.sent[#transport.sent + 1] = text end
end

local function write_status(transport, status)
  local err = hand_over(transport, frame(transport, status))
  transport.wrote_status = true
  transport.writes:close()
  return err
end

local function write(transport, data)
  if transport.fixed and transport.wrote_status then return "stream is done" end
  return hand_over(transport, frame(transport, data))
end

local function serve(transport)
  go("service", function()
    write(transport, "half")
    write_status(transport, "status 0")
    local err = write(transport, "the other half")
    check.always(err == "stream is done", "a late write is refused")
  end)
  while true do
    local what, call, ok = select{
      recv(transport.writes, "write"), recv(transport.closed, "closed"),
    }
    if what == "closed" or not ok then return end
    call()
  end
end

scenario.pair{
  name = "data after the status",
  main = function(fixed)
    local transport = new_transport(fixed)
    serve(transport)
    check.always(#transport.sent == 2, "what was sent in time was written")
  end,
  expect = always{ panic = "send on closed channel" },
}
