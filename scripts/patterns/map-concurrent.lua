-- map-concurrent: two goroutines write one map.
--
-- A Go map is not safe for several goroutines, not even with different keys: a
-- write may rebuild the whole table. Go looks for such overlaps and ends the
-- program by `fatal error: concurrent map writes`, which no recover catches;
-- when it does not notice, it is a data race all the same.
-- Repair: one lock for the map and all who use it, or sync.map.

local function visit(visits, page)
  visits[page] = (visits[page] or 0) + 1
end

scenario.pair{
  name = "two goroutines count visits",
  main = function(fixed)
    local visits, mu = map({}, "visits"), sync.mutex("visits")
    local all = sync.waitgroup("visitors")
    for _, page in ipairs{ "/index", "/about" } do
      all:go(function()
        if not fixed then return visit(visits, page) end
        mu:lock()
        visit(visits, page)
        mu:unlock()
      end)
    end
    all:wait()
    check.always(#visits == 2, "each page was counted")
  end,
  expect = {
    always{ race = { name = "visits", at = "map-concurrent.lua:10" } },
    sometimes{ fatal = "concurrent map writes" },
    sometimes{ fatal = "concurrent map read and map write" },
  },
}

scenario.pair{
  name = "one goroutine writes while the other iterates",
  main = function(fixed)
    local visits, mu = map({ ["/index"] = 1 }, "visits"), sync.rwmutex("visits")
    local total, done = 0, chan(0, "done")
    go("visitor", function()
      if fixed then mu:lock() end
      visit(visits, "/about")
      if fixed then mu:unlock() end
      done:close()
    end)
    if fixed then mu:rlock() end
    for _, n in pairs(visits) do
      total = total + n
    end
    if fixed then mu:runlock() end
    check.always(total == 1 or total == 2, "the visitor was counted or not")
    done:recv()
  end,
  expect = {
    always{ race = { name = "visits" } },
    sometimes{ fatal = "concurrent map iteration and map write" },
  },
}

scenario{
  name = "no recover catches it",
  main = function()
    local visits, all = map({}, "visits"), sync.waitgroup("visitors")
    for _, page in ipairs{ "/index", "/about" } do
      all:go(function()
        defer(function() recover() end)
        visit(visits, page)
      end)
    end
    all:wait()
  end,
  expect = sometimes{ fatal = "concurrent map writes" },
}

scenario{
  name = "reading alone is safe",
  main = function()
    local visits, all = map({ ["/index"] = 7 }, "visits"), sync.waitgroup()
    for _ = 1, 3 do
      all:go(function()
        check.always(visits["/index"] == 7, "everybody reads the same")
      end)
    end
    all:wait()
  end,
  expect = always{ pass = true },
}

scenario{
  name = "sync.map is made for several",
  main = function()
    local visits, all = sync.map("visits"), sync.waitgroup("visitors")
    for _, page in ipairs{ "/index", "/about" } do
      all:go(function() visits:store(page, 1) end)
    end
    all:wait()
    local n = 0
    visits:range(function() n = n + 1 end)
    check.always(n == 2, "each page was stored")
  end,
  expect = always{ pass = true },
}
