-- kubernetes_77796: a buffer is emptied under the lock and walked without it.
--
-- To send an event to all watchers the cache gathers them first, in a buffer
-- it keeps for that purpose: emptied and filled under the lock, then walked
-- after the lock is released, for sending takes long. That was right with one
-- dispatcher. Since bookmarks are sent by a timer of their own there are two,
-- and the second may refill the buffer that the first one is about to walk.
-- Here both wait for the same instant of virtual time.
-- Repair: each dispatch walks a list of its own.

local function new_cache(watchers)
  return {
    lock = sync.rwmutex("cache"), watchers = watchers,
    buffer = shared({}, "buffer"),
  }
end

local gather = func(function(cache)
  cache.lock:lock()
  defer(cache.lock, "unlock")
  local list = {}
  for _, watcher in ipairs(cache.watchers) do list[#list + 1] = watcher end
  cache.buffer.list = list
  return list
end)

local function dispatch(cache, event, fixed)
  local own = gather(cache)
  local list = fixed and own or cache.buffer.list
  for _, watcher in ipairs(list) do watcher:send(event) end
end

local function send_bookmarks(cache, fixed)
  time.sleep("10ms")
  dispatch(cache, "bookmark", fixed)
end

scenario.pair{
  name = "a bookmark is sent while an event is",
  main = function(fixed)
    local watchers = { chan(2, "nodes"), chan(2, "pods") }
    local cache = new_cache(watchers)
    go("bookmarks", send_bookmarks, cache, fixed)
    go("dispatcher", function()
      time.sleep("10ms") -- until the event comes
      dispatch(cache, "pod added", fixed)
    end)
    for _, watcher in ipairs(watchers) do
      local first, second = watcher:recv(), watcher:recv()
      check.always(first ~= second, "each is told of both")
    end
  end,
  expect = always{ race = { name = "buffer.list" } },
}
