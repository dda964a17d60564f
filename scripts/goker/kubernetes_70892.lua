-- kubernetes_70892: the work for one node walks the results of all.
--
-- Nodes are scored in parallel: workers take indices from a queue, and call a
-- closure with the index they took. This closure ignores it. It walks all the
-- results and caps those that are too high, which comes to the right scores
-- in the end, and is therefore not noticed; but two workers read and replace
-- the same elements. If one worker gets all the indices there is no race.
-- Repair: the closure touches the element of its index.

local function parallelize(stop, workers, pieces, work)
  local indices, busy = chan(pieces, "indices"), sync.waitgroup("busy")
  for index = 1, pieces do indices:send(index) end
  indices:close()
  busy:add(workers)
  for _ = 1, workers do
    go("worker", function()
      defer(busy, "done")
      for index in indices:range() do
        local what = select{ recv(stop, "stop"), default = true }
        if what == "stop" then return end
        work(index)
      end
    end)
  end
  busy:wait()
end

local function cap(scores, index)
  if scores[index] > 10 then scores[index] = 10 end
end

scenario.pair{
  name = "the scores of three nodes are capped",
  main = function(fixed)
    local scores = shared({ 12, 7, 31 }, "scores")
    parallelize(nilchan, 2, 3, function(index)
      if fixed then return cap(scores, index) end
      for each = 1, 3 do cap(scores, each) end
    end)
    local sum = scores[1] + scores[2] + scores[3]
    check.always(sum == 27, "the scores are right all the same")
  end,
  explore = { runs = 1000 },
  expect = {
    sometimes{ race = { name = "scores.3" } }, sometimes{ pass = true },
    never{ assertion = true },
  },
}
