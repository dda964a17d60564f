-- etcd_10492: a callback under a lock takes the lock.
--
-- The lessor holds its lock while it writes down how long each lease has to
-- live, and calls the user's checkpoint function for that. The function given
-- here goes back to the lessor to set the remaining time, under the same lock.
-- An RWMutex lets one writer at a time reach its readers: the second, inner
-- lock waits as for a plain mutex.
-- Repair: gather what is due under the lock, and call back without it.

local function new_lessor(fixed)
  local lock, leases = sync.rwmutex("lessor"), { { remaining = 60 } }
  local lessor = { checkpoint = nil }
  function lessor.set_remaining(id, seconds)
    lock:lock()
    leases[id].remaining = seconds
    lock:unlock()
  end
  lessor.promote = func(function()
    lock:lock()
    local due = {}
    for id in ipairs(leases) do table.insert(due, id) end
    if fixed then
      lock:unlock()
    else
      defer(lock, "unlock")
    end
    for _, id in ipairs(due) do lessor.checkpoint(id, 42) end
  end)
  function lessor.remaining(id)
    lock:rlock()
    local seconds = leases[id].remaining
    lock:runlock()
    return seconds
  end
  return lessor
end

scenario.pair{
  name = "a checkpoint that sets the remaining time",
  main = function(fixed)
    local lessor = new_lessor(fixed)
    lessor.checkpoint = function(id, seconds)
      lessor.set_remaining(id, seconds)
    end
    lessor.promote()
    local seconds = lessor.remaining(1)
    check.always(seconds == 42, "the checkpoint is kept")
  end,
  expect = always{
    deadlock = {
      { count = 1 },
      { count = 1, wait = "sync.Mutex.Lock", at = "etcd_10492.lua:14" },
    },
  },
}
