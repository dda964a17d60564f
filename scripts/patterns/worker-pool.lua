-- worker-pool: workers that share a channel of jobs and leave together.
--
-- Not a bug: the shape to copy. Workers take jobs until the channel is closed
-- or the context ends, the producer closes it, and a waitgroup tells when all
-- have left.

local function worker(ctx, jobs, results)
  while true do
    local which, job, ok = select{
      recv(ctx:done(), "stop"), recv(jobs, "job"),
    }
    if which == "stop" or not ok then return end
    time.sleep("10ms")
    if select{ recv(ctx:done(), "stop"), send(results, job * job) } == "stop"
    then return end
  end
end

local function run(n_workers, n_jobs, stop_after)
  local ctx, cancel = context.with_cancel(context.background())
  defer(cancel)
  local jobs, results = chan(0, "jobs"), chan(0, "results")
  local workers = sync.waitgroup("workers")
  for _ = 1, n_workers do
    workers:go(worker, ctx, jobs, results)
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
  if stop_after then
    time.after_func(stop_after, cancel)
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
    check.always(func(run)(4, 10) == 385, "the sum of ten squares")
  end,
  expect = always{ pass = true },
  explore = { runs = 100 },
}

scenario{
  name = "cancelled in the middle, everybody leaves too",
  main = function()
    check.always(func(run)(4, 100, "55ms") < 338350, "not all were done")
  end,
  expect = always{ pass = true },
  explore = { runs = 100 },
}
