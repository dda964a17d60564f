-- A cache: read first, then look again under the write lock.
local mu = sync.rwmutex()
local wg = sync.waitgroup()
local cache, loads = {}, 0
local get = func(function(key)
  mu:rlock()
  local v = cache[key]
  mu:runlock()
  if v then
    return v
  end
  runtime.gosched()
  mu:lock()
  defer(mu, "unlock")
  if cache[key] then
    return cache[key]
  end
  loads = loads + 1
  cache[key] = #key
  return cache[key]
end)
local sum = 0
for _ = 1, 10 do
  for _, key in ipairs{ "a", "bb", "ccc" } do
    wg:add(1)
    go(function(key)
      defer(wg, "done")
      local v = get(key)
      sum = sum + v
    end, key)
  end
end
wg:wait()
print(loads, sum)
