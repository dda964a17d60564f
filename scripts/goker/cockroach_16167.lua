-- cockroach_16167: preparing a statement reads the configuration twice.
--
-- The executor keeps the system configuration under an RWMutex, and has a
-- condition on its read lock for those who wait for a new one. Preparing a
-- statement takes that read lock for all of its work, and deep down, where a
-- database is looked up, takes it again. An update that asks for the write
-- lock in between waits for the first reader and holds up the second: the
-- same goroutine.
-- Repair: what is called with the configuration locked does not lock it.

local function new_executor()
  local lock = sync.rwmutex("config")
  return {
    lock = lock, changed = sync.cond(lock:rlocker(), "config changed"),
    config = { databases = { shop = 51 } },
  }
end

local function database_id(executor, name, fixed)
  if not fixed then executor.lock:rlock() end
  local id = executor.config.databases[name]
  if not fixed then executor.lock:runlock() end
  return id
end

local function plan(executor, statement, fixed)
  return { statement, database_id(executor, "shop", fixed) }
end

local prepare = func(function(executor, statement, fixed)
  local readers = executor.lock:rlocker()
  readers:lock()
  defer(readers, "unlock")
  return plan(executor, statement, fixed)
end)

local function update(executor, config)
  executor.lock:lock()
  executor.config = config
  executor.changed:broadcast()
  executor.lock:unlock()
end

scenario.pair{
  name = "the configuration changes while a statement is prepared",
  main = function(fixed)
    local executor = new_executor()
    go("updater", update, executor, { databases = { shop = 52 } })
    prepare(executor, "select 1", fixed)
  end,
  explore = { runs = 1000 },
  expect = {
    sometimes{
      deadlock = {
        { count = 2 },
        {
          count = 1, wait = "sync.RWMutex.RLock",
          at = "cockroach_16167.lua:20",
        },
        { count = 1, name = "updater", wait = "sync.RWMutex.Lock" },
      },
    },
    sometimes{ pass = true },
  },
}
