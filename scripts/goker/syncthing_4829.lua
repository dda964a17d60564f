-- syncthing_4829: telling of a change reads what is locked for writing.
--
-- Clearing a port mapping takes its write lock, removes the addresses and
-- tells the service, which reads the mapping to find out what is left. Its
-- read lock waits for the writer: the goroutine itself.
-- Repair: unlock, then tell.

local function new_mapping(on_change)
  return {
    lock = sync.rwmutex("mapping"), on_change = on_change,
    addresses = { router = "203.0.113.7:22000", relay = "198.51.100.1:443" },
  }
end

local function count_addresses(mapping)
  mapping.lock:rlock()
  local n = 0
  for _ in pairs(mapping.addresses) do n = n + 1 end
  mapping.lock:runlock()
  return n
end

local function clear(mapping, fixed)
  mapping.lock:lock()
  for gateway in pairs(mapping.addresses) do
    mapping.addresses[gateway] = nil
  end
  if fixed then mapping.lock:unlock() end
  mapping.on_change(mapping)
  if not fixed then mapping.lock:unlock() end
end

scenario.pair{
  name = "a mapping is cleared",
  main = function(fixed)
    local left
    local mapping = new_mapping(function(changed)
      left = count_addresses(changed)
    end)
    clear(mapping, fixed)
    check.always(left == 0, "the service knows that none is left")
  end,
  expect = always{
    deadlock = {
      { count = 1 },
      {
        count = 1, wait = "sync.RWMutex.RLock",
        at = "syncthing_4829.lua:16",
      },
    },
  },
}
