-- cockroach_9935: an error while logging, logged under the same lock.
--
-- A log entry is written with the logger's lock held. The first entry makes
-- the file; when that fails, the logger gives up through its exit routine,
-- which locks the logger again to flush it. Making the file fails three times
-- in four here: the run's random numbers decide, and a failure always sticks.
-- Repair: the exit routine is called with the lock held, and does not lock.

local function make_file(logger)
  if math.random(4) > 1 then return "disk full" end
  logger.file = "node.log"
end

local function exit(logger, err, fixed)
  if not fixed then logger.lock:lock() end
  logger.exited = err
  if not fixed then logger.lock:unlock() end
end

local write = func(function(logger, text, fixed)
  logger.lock:lock()
  defer(logger.lock, "unlock")
  if not logger.file then
    local err = make_file(logger)
    if err then
      exit(logger, err, fixed)
      return
    end
  end
  logger.last = text
end)

scenario.pair{
  name = "the log file cannot be made",
  main = function(fixed)
    local logger = { lock = sync.mutex("logger") }
    go("server", write, logger, "started", fixed)
  end,
  explore = { runs = 100 },
  expect = {
    sometimes{
      leak = {
        { count = 1 },
        {
          count = 1, name = "server", wait = "sync.Mutex.Lock",
          cause = "locked by itself", at = "cockroach_9935.lua:15",
        },
      },
    },
    sometimes{ pass = true },
  },
}
