-- cockroach_7504: acquiring and releasing a lease lock in two orders.
--
-- Acquiring by name holds the name cache and then locks the lease it found
-- there. Releasing locks the table's state, then the lease, and then the name
-- cache to forget the name. Between its lease and the name cache the releaser
-- meets the acquirer, which comes the other way: each has what the other
-- wants. It takes a schedule that puts them both between their locks.
-- Repair: the releaser lets go of the lease before it locks the name cache.

local function new_manager()
  local lease = { lock = sync.mutex("lease"), users = 1 }
  return {
    cache = { lock = sync.mutex("name cache"), leases = { orders = lease } },
    state = { lock = sync.mutex("table state"), active = { lease } },
  }
end

local acquire_by_name = func(function(m, name)
  m.cache.lock:lock()
  defer(m.cache.lock, "unlock")
  local lease = m.cache.leases[name]
  if not lease then return end
  lease.lock:lock()
  defer(lease.lock, "unlock")
  lease.users = lease.users + 1
end)

local function forget(m, name)
  m.cache.lock:lock()
  m.cache.leases[name] = nil
  m.cache.lock:unlock()
end

local release = func(function(m, name, fixed)
  m.state.lock:lock()
  defer(m.state.lock, "unlock")
  local lease = m.state.active[1]
  lease.lock:lock()
  lease.users = lease.users - 1
  local unused = lease.users == 0
  if fixed then lease.lock:unlock() end
  if unused then forget(m, name) end
  if not fixed then lease.lock:unlock() end
end)

scenario.pair{
  name = "a lease is acquired while it is released",
  main = function(fixed)
    local m, users = new_manager(), sync.waitgroup("users")
    users:add(2)
    go("acquirer", function()
      defer(users, "done")
      acquire_by_name(m, "orders")
    end)
    go("releaser", function()
      defer(users, "done")
      release(m, "orders", fixed)
    end)
    users:wait()
  end,
  explore = { runs = 1000 },
  expect = {
    sometimes{
      deadlock = {
        { count = 3 },
        { cycle = 2 },
        { count = 1, wait = "sync.WaitGroup.Wait" },
        {
          count = 1, name = "acquirer", wait = "sync.Mutex.Lock",
          cause = "lock cycle of 2",
        },
        {
          count = 1, name = "releaser", wait = "sync.Mutex.Lock",
          cause = "lock cycle of 2",
        },
      },
    },
    sometimes{ pass = true },
  },
}
