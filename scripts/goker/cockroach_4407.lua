-- cockroach_4407: workers are registered while the stopper waits for them.
--
-- A stopper counts its workers in a wait group. Two parts of a server start
-- one each, from goroutines of their own; main closes the stopper after a
-- millisecond and waits for the count to come to zero. To add to a count of
-- zero while another one waits for zero is a misuse, and seen as a race of
-- the two: the wait may miss a worker that is about to be registered, or find
-- the group in use again when it returns. How long the two parts take to get
-- ready is a random choice.
-- Repair: a lock round the registration, which refuses when stopping has
-- begun: what was added is then added before the wait.

local function new_stopper(fixed)
  return {
    lock = sync.mutex("stopper"), stopping = false, fixed = fixed,
    workers = sync.waitgroup("workers"), stop = chan(0, "stop"),
  }
end

local function run_worker(stopper, work)
  if stopper.fixed then
    stopper.lock:lock()
    if stopper.stopping then return stopper.lock:unlock() end
  end
  stopper.workers:add(1)
  if stopper.fixed then stopper.lock:unlock() end
  go("worker", function()
    defer(stopper.workers, "done")
    work()
  end)
end

local function stop(stopper)
  stopper.lock:lock()
  stopper.stopping = true
  stopper.lock:unlock()
  stopper.stop:close()
  stopper.workers:wait()
  stopper.over = true
end

local function start_part(stopper)
  time.sleep(math.random(1, 3) * 500 * time.us) -- gets ready
  run_worker(stopper, function()
    check.always(not stopper.over, "a worker was missed")
    stopper.stop:recv()
  end)
end

scenario.pair{
  name = "workers are registered while main stops them",
  main = function(fixed)
    local stopper = new_stopper(fixed)
    go("gossip", start_part, stopper)
    go("storage", start_part, stopper)
    time.sleep("1ms")
    stop(stopper)
  end,
  explore = { runs = 1000 },
  expect = {
    sometimes{ race = { name = "workers" } },
    sometimes{ assertion = "a worker was missed" },
    sometimes{ panic = "WaitGroup is reused before previous Wait" },
  },
}
