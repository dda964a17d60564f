-- buffered-full, repaired: somebody receives, or a full buffer has an answer.
--
-- A receiver that ranges until the close empties the buffer for any number of
-- events. Where losing an event is better than waiting (logs, metrics), a
-- select with a default drops it, and counts what it dropped.

local function emit(events, count)
  for n = 1, count do
    events:send("event " .. n)
  end
  events:close()
end

scenario{
  name = "a receiver empties the buffer",
  main = function()
    local events = chan(3, "events")
    go("emitter", emit, events, 10)
    local seen = 0
    for _ in events:range() do
      seen = seen + 1
    end
    check.always(seen == 10, "no event is lost")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "what finds no room is dropped and counted",
  main = function()
    local events, dropped = chan(3, "events"), 0
    for n = 1, 10 do
      local which = select{ send(events, n), default = true }
      if which == "default" then dropped = dropped + 1 end
    end
    check.always(dropped == 7, "three fit, seven are known to be lost")
  end,
  expect = always{ pass = true },
}
