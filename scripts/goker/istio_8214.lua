-- istio_8214: counted atomically, copied plainly.
--
-- A cache counts its writes with atomic additions, so that every caller may.
-- Its statistics are handed out as a copy of the whole struct, and a struct is
-- copied without atomics: each caller's copy reads the counter while the
-- other one may add to it. Atomic on one side only is a race. Here a small
-- lock stands for the atomic addition: it orders additions, and nothing else.
-- Repair: the copy loads each counter as it is added to.

local function new_cache()
  return {
    atomic = sync.mutex("atomic"), entries = {},
    stats = shared({ writes = 0, hits = 0 }, "stats"),
  }
end

local function atomic_add(cache, counter)
  cache.atomic:lock()
  cache.stats[counter] = cache.stats[counter] + 1
  cache.atomic:unlock()
end

local function atomic_load(cache, counter)
  cache.atomic:lock()
  local value = cache.stats[counter]
  cache.atomic:unlock()
  return value
end

local function stats(cache, fixed)
  local copy = {}
  for _, counter in ipairs{ "writes", "hits" } do
    copy[counter] = fixed and atomic_load(cache, counter)
      or cache.stats[counter]
  end
  return copy
end

local function use(cache, fixed)
  atomic_add(cache, "writes")
  local seen = stats(cache, fixed)
  check.always(seen.writes >= 1, "one's own write is counted")
end

scenario.pair{
  name = "the statistics are copied while another one counts",
  main = function(fixed)
    local cache, users = new_cache(), sync.waitgroup("users")
    for _ = 1, 2 do
      users:add(1)
      go("user", function()
        defer(users, "done")
        use(cache, fixed)
      end)
    end
    users:wait()
  end,
  expect = always{ race = { name = "stats.writes" } },
}
