-- kubernetes_81091: a plugin counts its calls, and is called in parallel.
--
-- The scheduler tries many nodes at once: the nodes lie in a queue that is
-- filled and closed beforehand, and a few workers take from it until it is
-- empty. For every node each worker calls the same filter plugin, whose test
-- double counts with a plain field. If one worker is quick enough to empty the
-- queue alone, nothing happens; with two, calls are lost.
-- Repair: the plugin counts under a lock.

local function parallelize(stop, workers, nodes, try)
  local queue, busy = chan(#nodes, "queue"), sync.waitgroup("busy")
  for _, node in ipairs(nodes) do queue:send(node) end
  queue:close()
  busy:add(workers)
  for _ = 1, workers do
    go("worker", function()
      defer(busy, "done")
      for node in queue:range() do
        local what = select{ recv(stop, "stop"), default = true }
        if what == "stop" then return end
        try(node)
      end
    end)
  end
  busy:wait()
end

local function new_filter(fixed)
  local filter = { state = shared({ calls = 0 }, "filter") }
  local lock = sync.mutex("filter")
  function filter.call()
    if fixed then lock:lock() end
    filter.state.calls = filter.state.calls + 1
    if fixed then lock:unlock() end
  end
  return filter
end

scenario.pair{
  name = "workers call a filter that counts",
  main = function(fixed)
    local filter = new_filter(fixed)
    local nodes = { "node-1", "node-2", "node-3", "node-4" }
    parallelize(nilchan, 2, nodes, filter.call)
    check.always(filter.state.calls == #nodes, "a call was not counted")
  end,
  explore = { runs = 1000 },
  expect = {
    sometimes{ race = { name = "filter.calls" } },
    sometimes{ assertion = "a call was not counted" },
    sometimes{ pass = true },
  },
}
