-- kubernetes_89164: a test dispatches one by one, and is not the only one.
--
-- As in kubernetes_77796, a dispatch gathers the watchers in the cache's
-- buffer under the lock and walks that buffer without it. The test knows and
-- waits for each of its dispatches before the next. But the cache's own
-- constructor has started a dispatcher too, of whose first event the test
-- knows nothing: it may come before, after, or in the middle.
-- Repair: the walk is under the lock as well.

local function gather(cache)
  local list = {}
  for _, watcher in ipairs(cache.watchers) do list[#list + 1] = watcher end
  cache.state.buffer = list
end

local function walk(cache, event)
  for _, watcher in ipairs(cache.state.buffer) do watcher:send(event) end
end

local dispatch = func(function(cache, event)
  cache.lock:lock()
  if cache.fixed then
    defer(cache.lock, "unlock")
    gather(cache)
  else
    gather(cache)
    cache.lock:unlock()
  end
  walk(cache, event)
end)

local function new_cache(watchers, fixed)
  local cache = {
    lock = sync.rwmutex("cache"), watchers = watchers, fixed = fixed,
    state = shared({ buffer = {} }, "cache"),
  }
  go("dispatcher", dispatch, cache, "started")
  return cache
end

scenario.pair{
  name = "the constructor's dispatcher runs beside the test's",
  main = function(fixed)
    local cache = new_cache({ chan(3, "nodes"), chan(3, "pods") }, fixed)
    local sent = sync.waitgroup("sent")
    for _, event in ipairs{ "added", "deleted" } do
      sent:add(1)
      go("test", function()
        defer(sent, "done")
        dispatch(cache, event)
      end)
      sent:wait()
    end
  end,
  expect = always{ race = { name = "cache.buffer" } },
}
