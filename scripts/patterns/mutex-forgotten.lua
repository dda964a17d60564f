-- mutex-forgotten: an early return keeps the lock.
--
-- A function locks, finds nothing to do and returns, without the unlock at its
-- end. The next one to lock waits for a goroutine that is gone.
-- Repair: defer the unlock right after the lock.

local function update(cache, key)
  cache.mu:lock()
  if cache[key] then
    return -- and the lock stays
  end
  cache[key] = true
  cache.mu:unlock()
end

scenario{
  name = "the second update of a key keeps the lock",
  main = function()
    local cache = { mu = sync.mutex("cache") }
    for _, name in ipairs{ "first", "second", "third" } do
      go(name, update, cache, "key")
      time.sleep("1ms")
    end
  end,
  expect = always{
    leak = {
      count = 1, name = "third", wait = "sync.Mutex.Lock",
      cause = "holder exited while holding", at = "mutex-forgotten.lua:8",
    },
  },
}
