-- multi-receiver-close: many receivers share one channel, a close stops them.
--
-- The plain worker pool: every worker ranges over the same channel, each job
-- goes to exactly one of them, and the one producer closes after the last.
-- Which worker gets which job is open; that every job is done once, and that
-- all workers end, is not.

local workers, jobs_total = 4, 20

local function work(jobs, results)
  for job in jobs:range() do
    results:send(job * job)
  end
end

local function start(jobs, results)
  local running = sync.waitgroup("workers")
  for n = 1, workers do
    running:add(1)
    go("worker " .. n, function()
      defer(running, "done")
      work(jobs, results)
    end)
  end
  return running
end

local function sum(results)
  local total = 0
  for square in results:range() do
    total = total + square
  end
  return total
end

scenario{
  name = "a close ends all workers after the last job",
  main = function()
    local jobs, results = chan(0, "jobs"), chan(jobs_total, "results")
    local running = start(jobs, results)
    for job = 1, jobs_total do
      jobs:send(job)
    end
    jobs:close()
    running:wait()
    results:close()
    check.always(results:len() == jobs_total, "each job was done once")
    check.always(sum(results) == 2870, "and none was mixed up")
  end,
  expect = always{ pass = true },
}
