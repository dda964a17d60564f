-- send-no-receiver, repaired: every report is received.
--
-- Who starts n goroutines that report takes n reports. That also tells when
-- all of them are done, with no wait group. When the reports may come unread,
-- give the channel room for each of them instead: then no send can block.

local function work(n, done)
  done:send(n)
end

local function start(count, done)
  for n = 1, count do
    go("worker", work, n, done)
  end
end

scenario{
  name = "100 reports, 100 receives",
  explore = { runs = 20 },
  main = function()
    local done = chan(0, "done")
    start(100, done)
    local sum = 0
    for _ = 1, 100 do
      sum = sum + done:recv()
    end
    check.always(sum == 5050, "each worker reported once")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "room for 100 reports that nobody reads",
  explore = { runs = 20 },
  main = function()
    local done = chan(100, "done")
    start(100, done)
    time.sleep("1ms") -- time moves when nothing can run: all have reported
    check.always(done:len() == 100, "every report found its place")
  end,
  expect = always{ pass = true },
}
