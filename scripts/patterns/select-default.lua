-- select-default: a send or receive that never waits.
--
-- A select with a default takes a case that is ready now, or else the
-- default: the non-blocking operation. Go programs use it to drop what finds
-- no room, to look for a cancel between two steps, and to try a lock made of
-- a channel. Never spin on it: a loop whose default does nothing takes a
-- whole processor to wait.

local function try_send(ch, value)
  local which = select{ send(ch, value, "sent"), default = true }
  return which == "sent"
end

local function try_recv(ch)
  local which, value = select{ recv(ch, "received"), default = true }
  return which == "received", value
end

scenario{
  name = "an unbuffered channel without a partner is not ready",
  main = function()
    local ch = chan(0, "nobody")
    check.always(not try_send(ch, 1), "nobody receives")
    check.always(not try_recv(ch), "nobody sends")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "a partner that waits makes it ready",
  main = function()
    local ch, echo = chan(0, "meeting"), chan(1, "echo")
    go("receiver", function()
      local value = ch:recv()
      echo:send(value)
    end)
    time.sleep("1ms") -- time moves when nothing can run: it is parked
    check.always(try_send(ch, 7), "the receiver is there")
    local value = echo:recv()
    check.always(value == 7, "and takes the value")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "a buffer is ready for a send while it has room",
  main = function()
    local ch = chan(2, "buffer")
    check.always(try_send(ch, 1) and try_send(ch, 2), "there is room for two")
    check.always(not try_send(ch, 3), "and not for a third")
    local got, value = try_recv(ch)
    check.always(got and value == 1, "the oldest value comes first")
    check.always(try_send(ch, 3), "now there is room again")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "nil is never ready, closed always",
  main = function()
    check.always(not try_send(nilchan, 1), "nil takes nothing")
    check.always(not try_recv(nilchan), "nil gives nothing")
    local closed = chan(0, "closed")
    closed:close()
    local got, value = try_recv(closed)
    check.always(got and value == nil, "closed gives the zero value")
  end,
  expect = always{ pass = true },
}
