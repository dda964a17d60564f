-- defer-cancel-missing: cancel is called at the end, but not on every path.
--
-- The handler makes a context for its request and cancels it when the answer
-- is out. When the client goes away first, it returns early, and the cancel
-- with it is skipped: the request's watcher stays. No request fails, so no
-- test does either; the service just grows by one goroutine for each client
-- that hangs up, until it is killed for its memory.
-- Repair: `defer(cancel)` right after the context is made.

-- Frees what the request holds when its context ends.
local function watch(ctx)
  ctx:done():recv()
end

-- A client that loses patience after 10 ms.
local function client(gone)
  time.sleep("10ms")
  gone:close()
end

local function handle(answer, gone)
  local ctx, cancel = context.with_cancel(context.background())
  go("watcher", watch, ctx)
  local which = select{ recv(answer, "answer"), recv(gone, "gone") }
  if which == "gone" then return end -- without the cancel
  cancel()
end

local function request(answer)
  local gone = chan(0, "gone")
  go("client", client, gone)
  handle(answer, gone)
end

scenario{
  name = "100 clients hang up, 100 watchers stay",
  explore = { runs = 20 },
  main = function()
    local before, slow = runtime.num_goroutine(), chan(0, "answer")
    for n = 1, 100 do
      request(slow)
      time.sleep("1ms")
      local grown = runtime.num_goroutine() - before
      check.always(grown == n, "one watcher more with each request")
    end
  end,
  expect = always{
    leak = {
      { count = 100 },
      {
        count = 100, wait = "chan receive",
        cause = "context never cancelled",
        at = "defer-cancel-missing.lua:12",
        created = "defer-cancel-missing.lua:23",
      },
    },
  },
}

-- Ten requests a second for a minute. The limits of a storm are lower than
-- those by default, which this service would reach in ten minutes.
scenario{
  name = "after a minute it is a storm",
  explore = { runs = 20 },
  storm = { goroutines = 500, blocked = 0.9, age = "25s" },
  main = function()
    local slow = chan(0, "answer")
    for _ = 1, 600 do
      request(slow)
      time.sleep("90ms")
    end
  end,
  expect = always{
    storm = true,
    leak = {
      count = 600, wait = "chan receive", cause = "context never cancelled",
      at = "defer-cancel-missing.lua:12",
    },
  },
}

scenario{
  name = "as long as answers are quick, nothing shows",
  main = function()
    local quick = chan(1, "answer")
    for n = 1, 10 do
      quick:send(n)
      request(quick)
      time.sleep("1s")
    end
    check.no_leaks()
  end,
  expect = always{ pass = true },
}
