-- ticker-not-stopped, repaired: a done channel beside the ticks.
--
-- The goroutine that uses the ticker owns it: it defers the stop and waits for
-- done in the same select as for the tick. Its owner closes done, and the
-- ticker is gone with the goroutine.

local function heartbeat(done, beats)
  local ticker = time.new_ticker("1s")
  defer(ticker, "stop")
  local count = 0
  while true do
    local which = select{ recv(ticker.c, "tick"), recv(done, "done") }
    if which == "done" then break end
    count = count + 1
  end
  beats:send(count)
end

scenario{
  name = "the heartbeat ends with its owner",
  main = function()
    local done, beats = chan(0, "done"), chan(1, "beats")
    go("heartbeat", heartbeat, done, beats)
    time.sleep("3500ms")
    done:close()
    local count = beats:recv()
    check.always(count == 3, "one beat each second")
  end,
  expect = always{ pass = true },
}
