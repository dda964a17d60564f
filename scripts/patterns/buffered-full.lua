-- buffered-full: the buffer hides a missing receiver until it is full.
--
-- With capacity 3 the first three sends succeed although nobody receives. All
-- tests with three values pass; the fourth value, often on the first busy day
-- in production, blocks for ever. A buffer evens out bursts, it never stands
-- in for a receiver.
-- Repair: receive, or decide what happens on a full buffer (drop, or error).

local function emit(events, count)
  for n = 1, count do
    events:send("event " .. n)
  end
end

scenario{
  name = "three events fit into the buffer",
  main = function()
    local events = chan(3, "events")
    emit(events, 3)
    check.always(events:len() == 3, "all three wait in the buffer")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "main sends a fourth",
  main = function()
    emit(chan(3, "events"), 4)
  end,
  expect = always{
    deadlock = {
      count = 1, wait = "chan send", cause = "buffer full",
      at = "buffered-full.lua:11",
    },
  },
}

scenario{
  name = "a goroutine sends a fourth",
  main = function()
    go("emitter", emit, chan(3, "events"), 4)
  end,
  expect = always{
    leak = {
      { count = 1 },
      {
        count = 1, wait = "chan send", cause = "buffer full",
        at = "buffered-full.lua:11", created = "buffered-full.lua:41",
      },
    },
  },
}
