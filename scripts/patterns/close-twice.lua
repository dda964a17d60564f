-- close-twice: a channel is closed a second time.
--
-- Go panics, because two owners who both believe to send the last value are
-- a bug in any case. It happens when an error path closes what a deferred
-- close closes again, or when two goroutines close on the same event.
-- Repair: one owner closes; when several may, guard it with `sync.once` (see
-- close-once).

local finish = func(function(results, failed)
  defer(results.close, results)
  if failed then
    results:close() -- "to be on the safe side"
    return
  end
  results:send("done")
end)

scenario{
  name = "the error path closes what is closed on return",
  main = function()
    finish(chan(1, "results"), true)
  end,
  expect = always{ panic = "close of closed channel" },
}

scenario{
  name = "two goroutines close on the same event",
  main = function()
    local stop, closed = chan(0, "stop"), sync.waitgroup("closers")
    for _ = 1, 2 do
      closed:add(1)
      go("closer", function()
        defer(closed, "done")
        stop:close()
      end)
    end
    closed:wait()
  end,
  expect = always{ panic = "close of closed channel" },
}

scenario{
  name = "the good path closes once",
  main = function()
    local results = chan(1, "results")
    finish(results, false)
    local value, ok = results:recv()
    check.always(value == "done" and ok, "the value outlives the close")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "repaired: two goroutines close on the same event, once",
  main = function()
    local stop, closed = chan(0, "stop"), sync.waitgroup("closers")
    local once = sync.once("stop")
    for _ = 1, 2 do
      closed:add(1)
      go("closer", function()
        defer(closed, "done")
        once:call(function() stop:close() end)
      end)
    end
    closed:wait()
    local _, ok = stop:recv()
    check.always(not ok, "it is closed")
  end,
  expect = always{ pass = true },
}
