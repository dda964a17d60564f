-- defer-async-unlock: the deferred call only starts the unlock.
--
-- A deferred function starts a goroutine that flushes and then unlocks: the
-- lock outlives the function, and whoever comes next waits for the flush as
-- well. When the flush needs what that one holds meanwhile, nobody gets on.
-- Repair: unlock in the deferred call itself; flush afterwards.

-- Writes a row; `flush` is what a goroutine does later.
local function update(store, flush, fixed)
  store.mu:lock()
  defer(function()
    if fixed then
      store.mu:unlock()
    end
    go("flush", function()
      flush()
      if not fixed then
        store.mu:unlock()
      end
    end)
  end)
  store.rows = store.rows + 1
end

local function new_store()
  return { mu = sync.mutex("store"), log = sync.mutex("log"), rows = 0 }
end

scenario.pair{
  name = "always slow: the reader waits for the flush",
  main = function(fixed)
    local store = new_store()
    func(update)(store, function() time.sleep("1s") end, fixed)
    store.mu:lock()
    check.always(store.rows == 1, "one row was written")
    store.mu:unlock()
    check.always(time.now() == 0, "read after " .. time.format(time.now()))
  end,
  expect = always{ assertion = "read after 1s" },
}

-- Reads the rows with the log at hand, as the flush writes the log.
local function report(store)
  store.log:lock()
  defer(store.log, "unlock")
  store.mu:lock() -- the lock's next owner, if the flush ever ends
  defer(store.mu, "unlock")
  return store.rows
end

scenario.pair{
  name = "sometimes a deadlock: the flush needs what the next owner holds",
  main = function(fixed)
    local store, all = new_store(), sync.waitgroup("all")
    all:add(1)
    func(update)(store, function()
      store.log:lock()
      store.log:unlock()
      all:done()
    end, fixed)
    all:go(function()
      check.always(func(report)(store) == 1, "one row was written")
    end)
    all:wait()
  end,
  expect = {
    sometimes{
      deadlock = {
        { count = 3 },
        {
          count = 1, name = "flush", wait = "sync.Mutex.Lock",
          cause = "holder blocked", at = "defer-async-unlock.lua:57",
        },
        {
          count = 1, wait = "sync.Mutex.Lock", cause = "holder blocked",
          at = "defer-async-unlock.lua:46",
        },
        {
          count = 1, name = "main", wait = "sync.WaitGroup.Wait",
          cause = "counter stuck at 2", at = "defer-async-unlock.lua:64",
        },
      },
    },
    sometimes{ pass = true },
  },
}
