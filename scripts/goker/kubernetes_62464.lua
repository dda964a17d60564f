-- kubernetes_62464: reading the CPU state through a getter that locks, too.
--
-- Reconciling read-locks the state of the CPU manager and asks for the set of
-- each container, which read-locks it again, and for a container without a
-- set of its own a third time, for the default set. Removing a container
-- reads once and then locks for writing. A writer that waits between the read
-- locks keeps the later ones out. Whether a container has a set of its own is
-- drawn at random, as in the original.
-- Repair: reconciling leaves the locking to the getters.

local function new_state()
  local state, lock = {}, sync.rwmutex("state")
  local default = "0-3"
  state.lock = lock
  function state.default_set()
    lock:rlock()
    local set = default
    lock:runlock()
    return set
  end
  state.set_of = func(function()
    lock:rlock()
    defer(lock, "runlock")
    if math.random(2) == 1 then return "4-7" end
    return default
  end)
  function state.set_or_default()
    local set = state.set_of()
    return set ~= default and set or state.default_set()
  end
  function state.delete()
    lock:lock()
    default = "0-7"
    lock:unlock()
  end
  return state
end

local function reconcile(state, fixed)
  if not fixed then state.lock:rlock() end
  state.set_or_default()
  if not fixed then state.lock:runlock() end
end

local function remove_container(state)
  state.default_set()
  state.delete()
end

scenario.pair{
  name = "a container is removed during a reconciliation",
  main = function(fixed)
    local state = new_state()
    go("reconciler", reconcile, state, fixed)
    go("remover", remove_container, state)
  end,
  explore = { runs = 1000 },
  expect = {
    sometimes{
      leak = {
        { count = 2 },
        {
          count = 1, name = "reconciler", wait = "sync.RWMutex.RLock",
          at = "kubernetes_62464.lua:22",
        },
        { count = 1, name = "remover", wait = "sync.RWMutex.Lock" },
      },
    },
    sometimes{
      leak = { name = "reconciler", at = "kubernetes_62464.lua:16" },
    },
    sometimes{ pass = true },
  },
}
