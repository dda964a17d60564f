-- recv-closed: a receive from a closed channel never blocks.
--
-- First come the values still in the buffer, with ok = true; then, for ever,
-- the zero value with ok = false. That makes close the one broadcast Go has:
-- any number of receivers see it, at any time. It is a trap in a loop that
-- ignores ok: it spins on zero values and takes a whole processor.

scenario{
  name = "the buffer first, then nothing for ever",
  main = function()
    local values = chan(3, "values")
    for n = 1, 3 do
      values:send(n)
    end
    values:close()
    for n = 1, 3 do
      local value, ok = values:recv()
      check.always(value == n and ok, "buffered values come in order")
    end
    for _ = 1, 100 do
      local value, ok = values:recv()
      check.always(value == nil and ok == false, "closed and empty")
    end
  end,
  expect = always{ pass = true },
}

scenario{
  name = "a receive case on a closed channel is always ready",
  main = function()
    local closed = chan(0, "closed")
    closed:close()
    for _ = 1, 100 do
      local which, value, ok =
        select{ recv(closed, "closed"), default = true }
      check.always(which == "closed", "default is never taken")
      check.always(value == nil and ok == false, "closed and empty")
    end
  end,
  expect = always{ pass = true },
}

scenario{
  name = "a receiver that was parked sees the close too",
  main = function()
    local values, answer = chan(0, "values"), chan(1, "answer")
    go("receiver", function()
      local value, ok = values:recv()
      answer:send{ value = value, ok = ok }
    end)
    time.sleep("1ms") -- time moves when nothing can run: it is parked
    values:close()
    local got = answer:recv()
    check.always(got.value == nil and got.ok == false, "woken by the close")
  end,
  expect = always{ pass = true },
}
