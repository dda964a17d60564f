-- mutex-forgotten, repaired: the unlock is deferred.

local function update(cache, key)
  cache.mu:lock()
  defer(cache.mu, "unlock")
  if cache[key] then
    return
  end
  cache[key] = true
end

scenario{
  name = "every way out unlocks",
  main = function()
    local cache = { mu = sync.mutex("cache") }
    for _, name in ipairs{ "first", "second", "third" } do
      go(name, update, cache, "key")
    end
  end,
  expect = always{ pass = true },
  explore = { runs = 100 },
}
