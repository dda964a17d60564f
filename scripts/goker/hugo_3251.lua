-- hugo_3251: a lock for each URL, found in a table that has a lock itself.
--
-- To lock a URL, the table is locked for writing, the URL's mutex looked up
-- or made, and locked with the table still locked. To unlock it, the table is
-- read-locked. So who waits for a URL in use keeps the table locked, and who
-- uses the URL cannot get at the table to unlock it; everybody else queues.
-- The original sleeps 300 ns of real time with the URL locked and sometimes
-- gets away with it; on virtual time the others come during that sleep.
-- Repair: the table is unlocked before the URL's mutex is locked.

local function new_cache(fixed)
  local table_lock, urls = sync.rwmutex("table"), {}
  local cache = {}
  function cache.lock(url)
    table_lock:lock()
    local m = urls[url]
    if not m then
      m = sync.mutex(url)
      urls[url] = m
    end
    if fixed then table_lock:unlock() end
    m:lock()
    if not fixed then table_lock:unlock() end
  end
  function cache.unlock(url)
    table_lock:rlock()
    urls[url]:unlock()
    table_lock:runlock()
  end
  return cache
end

local function fetch(cache, url)
  for _ = 1, 3 do
    cache.lock(url)
    time.sleep("300ns") -- downloads
    cache.unlock(url)
  end
end

scenario.pair{
  name = "ten readers of two pages",
  main = function(fixed)
    local cache = new_cache(fixed)
    for _ = 1, 2 do
      local readers = sync.waitgroup("readers")
      for i = 1, 10 do
        readers:add(1)
        go("reader", function()
          defer(readers, "done")
          fetch(cache, i % 2 == 0 and "/news.json" or "/people.json")
        end)
      end
      readers:wait()
    end
  end,
  expect = always{
    deadlock = {
      { count = 1, wait = "sync.WaitGroup.Wait" },
      { count = { min = 1, max = 2 }, name = "reader",
        wait = "sync.RWMutex.RLock" },
      { count = 1, name = "reader", wait = "sync.Mutex.Lock",
        at = "hugo_3251.lua:22" },
      { count = { min = 7, max = 8 }, name = "reader",
        wait = "sync.Mutex.Lock", at = "hugo_3251.lua:15" },
    },
  },
}
