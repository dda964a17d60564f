-- defer-async-unlock: the deferred call only starts the unlock.
--
-- A deferred function starts a goroutine that flushes and then unlocks: the
-- lock outlives the function, and everybody waits longer than needed. When
-- that goroutine needs something that the next owner of the lock is to give,
-- nobody gets on at all.
-- Repair: unlock in the deferred call itself; flush afterwards.

local function update(store, fixed)
  store.mu:lock()
  defer(function()
    if fixed then
      store.mu:unlock()
    end
    go("flush", function()
      local room = store.room:recv() -- what the reader gives back
      check.always(room ~= nil, "the reader has made room")
      if not fixed then
        store.mu:unlock()
      end
    end)
  end)
  store.rows = store.rows + 1
end

local function read(store)
  store.mu:lock() -- waits for the flush, which waits for this goroutine
  defer(store.mu, "unlock")
  store.room:send(1)
  return store.rows
end

scenario.pair{
  name = "the flush waits for the reader, the reader for the lock",
  main = function(fixed)
    local store = { mu = sync.mutex("store"), room = chan(0, "room"),
      rows = 0 }
    func(update)(store, fixed)
    check.always(func(read)(store) == 1, "one row was written")
  end,
  expect = always{
    deadlock = {
      { name = "flush", wait = "chan receive" },
      { wait = "sync.Mutex.Lock", at = "defer-async-unlock.lua:27" },
    },
  },
}
