-- etcd_4876: a test turns a knob that the program reads meanwhile.
--
-- How often a report goes out is a global. A goroutine reads it to make its
-- ticker. Somebody shortens it, for once, after that goroutine was started:
-- nothing orders the two, so that the reader may see either.
-- Repair: set it before the goroutine starts.

report_interval = 1 * time.second

local function reporter(stop)
  local ticker = time.new_ticker(report_interval)
  defer(ticker, "stop")
  while select{ recv(ticker.c, "tick"), recv(stop, "stop") } ~= "stop" do
    check.reachable("a report goes out")
  end
end

scenario.pair{
  name = "a global is set while a goroutine reads it",
  main = function(fixed)
    local stop, group = chan(0, "stop"), sync.waitgroup("tasks")
    if fixed then report_interval = 100 * time.ms end
    group:go(function() reporter(stop) end)
    group:go(function()
      if not fixed then report_interval = 100 * time.ms end
      time.sleep("2s")
      stop:close()
    end)
    group:wait()
  end,
  expect = always{ race = { name = "report_interval" } },
}
