-- close-nil: a nil channel is closed.
--
-- Send and receive on nil wait for ever, but a close has nothing to wait for
-- and panics. It happens in clean-up code that runs after a constructor which
-- gave up half way: some channels were made, the others are nil.
-- Repair: make all channels first, or close only what was made.

local function new_server(fail)
  local server = { stop = nilchan, done = chan(0, "done") }
  if fail then return server, "address in use" end
  server.stop = chan(0, "stop")
  return server
end

scenario{
  name = "clean-up closes a channel that was never made",
  main = function()
    local server, err = new_server(true)
    check.always(err == "address in use", "the constructor gave up")
    server.done:close()
    server.stop:close()
  end,
  expect = always{ panic = "close of nil channel" },
}

scenario{
  name = "clean-up closes what was made",
  main = function()
    local server = new_server(false)
    server.done:close()
    server.stop:close()
  end,
  expect = always{ pass = true },
}

scenario{
  name = "the panic can be caught, its text is Go's",
  main = function()
    local ok, err = pcall(nilchan.close, nilchan)
    check.always(not ok and err == "close of nil channel", "Go's own words")
  end,
  expect = always{ pass = true },
}
