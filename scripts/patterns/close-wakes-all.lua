-- close-wakes-all: one close wakes every receiver that waits.
--
-- A send wakes one receiver, a close wakes them all: each gets the zero value
-- and ok = false. That is why Go programs stop their workers by a close and
-- not by n sends, which would have to be counted. The order in which they go
-- on is the scheduler's affair; no program may rely on it.

local receivers = 10

local function wait_for(gate, woken)
  local value, ok = gate:recv()
  woken:send{ value = value, ok = ok }
end

local function collect(woken)
  for _ = 1, receivers do
    local seen = woken:recv()
    check.always(seen.value == nil and seen.ok == false, "woken by the close")
  end
end

scenario{
  name = "all parked receivers see the close",
  main = function()
    local gate, woken = chan(0, "gate"), chan(receivers, "woken")
    for n = 1, receivers do
      go("receiver " .. n, wait_for, gate, woken)
    end
    time.sleep("1ms") -- time moves when nothing can run: all are parked
    check.always(woken:len() == 0, "nobody passes the closed gate")
    gate:close()
    collect(woken)
  end,
  expect = always{ pass = true },
}

scenario{
  name = "parked already or still on the way, all see the close",
  main = function()
    local gate, woken = chan(0, "gate"), chan(receivers, "woken")
    for n = 1, receivers do
      go("receiver " .. n, wait_for, gate, woken)
    end
    gate:close()
    collect(woken)
  end,
  expect = always{ pass = true },
}
