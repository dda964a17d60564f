-- defer-cancel-missing, repaired: the cancel is deferred.
--
-- It stands in the line after the context is made and runs on every way out:
-- answer, early return, panic. However many clients hang up, the number of
-- goroutines stays where it was.

local function watch(ctx)
  ctx:done():recv()
end

local function client(gone)
  time.sleep("10ms")
  gone:close()
end

local handle = func(function(answer, gone)
  local ctx, cancel = context.with_cancel(context.background())
  defer(cancel)
  go("watcher", watch, ctx)
  select{ recv(answer, "answer"), recv(gone, "gone") }
end)

scenario{
  name = "100 clients hang up, and no watcher stays",
  explore = { runs = 20 },
  main = function()
    local before, slow = runtime.num_goroutine(), chan(0, "answer")
    for _ = 1, 100 do
      local gone = chan(0, "gone")
      go("client", client, gone)
      handle(slow, gone)
      time.sleep("1ms")
      check.always(runtime.num_goroutine() == before, "the number is flat")
    end
    check.no_leaks()
  end,
  expect = always{ pass = true },
}

scenario{
  name = "a minute of it is no storm",
  explore = { runs = 20 },
  storm = { goroutines = 3, blocked = 0, age = 0 },
  main = function()
    local slow = chan(0, "answer")
    for _ = 1, 600 do
      local gone = chan(0, "gone")
      go("client", client, gone)
      handle(slow, gone)
      time.sleep("90ms")
    end
  end,
  expect = always{ pass = true },
}
