-- sleep-forever, repaired: a wait that can be ended, a delay with a limit.
--
-- A select over a timer and a done channel is a sleep that a shutdown can
-- interrupt. The back-off doubles up to a limit and no further, so that the
-- next try always comes.

-- Sleeps for d unless done is closed first; returns whether it slept.
local function sleep(done, d)
  local which = select{ recv(time.after(d), "slept"), recv(done, "done") }
  return which == "slept"
end

local function retry(done, tries)
  local delay, limit, count = time.second, 30 * time.second, 0
  while sleep(done, delay) do
    count = count + 1
    delay = math.min(2 * delay, limit)
  end
  tries:send(count)
end

scenario{
  name = "done interrupts the wait",
  main = function()
    local done = chan(0, "done")
    go("keep alive", function()
      check.always(not sleep(done, math.huge), "it did not sleep for ever")
    end)
    time.sleep("1s")
    done:close()
  end,
  expect = always{ pass = true },
}

scenario{
  name = "the back-off stays below its limit",
  main = function()
    local done, tries = chan(0, "done"), chan(1, "tries")
    go("retry", retry, done, tries)
    time.sleep("100s") -- tries after 1, 3, 7, 15, 31, 61 and 91 s
    done:close()
    local count = tries:recv()
    check.always(count == 7, "every try came in its time")
    check.always(time.now() == 100 * time.second, "the end came at once")
  end,
  timeout = "10m",
  expect = always{ pass = true },
}
