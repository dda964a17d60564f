-- worker-pool: workers that share a channel of jobs and leave together.
--
-- Not a bug: the shape to copy. Workers take jobs until the channel is closed
-- or the context ends, the producer closes it, and a waitgroup tells when all
-- have left.

local function worker(ctx, took, jobs, results)
  while true do
    local which, job, ok = select{
      recv(ctx:done(), "stop"), recv(jobs, "job"),
    }
    if which == "stop" or not ok then return end
    time.sleep(took)
    if select{ recv(ctx:done(), "stop"), send(results, job * job) } == "stop"
    then return end
  end
end

-- Returns the sum of the results; `disturb` may cancel when it likes.
local function run(n_workers, n_jobs, took, disturb)
  local ctx, cancel = context.with_cancel(context.background())
  defer(cancel)
  local jobs, results = chan(0, "jobs"), chan(0, "results")
  local workers = sync.waitgroup("workers")
  for _ = 1, n_workers do
    workers:go(worker, ctx, took, jobs, results)
  end
  go("producer", function()
    defer(jobs, "close")
    for i = 1, n_jobs do
      if select{ recv(ctx:done(), "stop"), send(jobs, i) } == "stop" then
        return
      end
    end
  end)
  go("closer", function()
    workers:wait()
    results:close()
  end)
  if disturb then
    go("disturber", disturb, cancel)
  end
  local sum = 0
  for square in results:range() do
    sum = sum + square
  end
  return sum
end

scenario{
  name = "all jobs are done and everybody leaves",
  main = function()
    check.always(func(run)(4, 10, "10ms") == 385, "the sum of ten squares")
  end,
  expect = always{ pass = true },
  explore = { runs = 100 },
}

scenario{
  name = "cancelled in the middle, everybody leaves too",
  main = function()
    local sum = func(run)(4, 100, "10ms", function(cancel)
      time.sleep("55ms")
      cancel()
    end)
    check.always(sum < 338350, "not all were done")
  end,
  expect = always{ pass = true },
  explore = { runs = 100 },
}

-- Nobody sleeps, so the cancel may come before any step of the others.
scenario{
  name = "cancelled at any step, everybody leaves",
  main = function()
    local sum = func(run)(2, 3, 0, function(cancel) cancel() end)
    check.sometimes(sum == 0, "cancelled before the first result")
    check.sometimes(sum > 0 and sum < 14, "cancelled in the middle")
    check.sometimes(sum == 14, "cancelled when all was done")
    check.no_leaks()
  end,
  expect = always{ pass = true },
  explore = { runs = 2000 },
}

scenario{
  name = "cancelled at any moment of their work",
  main = function()
    func(run)(4, 20, "10ms", function(cancel)
      time.sleep(math.random(0, 60) * time.ms)
      cancel()
    end)
  end,
  expect = always{ pass = true },
  explore = { runs = 200 },
}
