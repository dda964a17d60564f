-- errgroup-first-error: the first error ends the others.
--
-- Not a bug: the shape to copy. The members of a group share a context that
-- ends with the first error; each watches it beside its work, and wait returns
-- that error when all have left. It is no magic: a member that does not watch
-- the context is waited for, however late it is, or for ever.

local failed = errors.new("shard 2: disk full")

-- Works for as long as it takes, or until the context ends.
local function work(ctx, took, err)
  local timer = time.new_timer(took)
  defer(timer, "stop")
  local which = select{ recv(timer.c, "worked"), recv(ctx:done(), "done") }
  if which == "done" then return ctx:err() end
  return err
end

scenario{
  name = "the first error cancels the rest, and wait returns it",
  main = function()
    local g, ctx = errgroup.new(context.background(), "shards")
    g:go(work, ctx, "10s")
    g:go(work, ctx, "1s", failed)
    g:go(work, ctx, "10s", errors.new("too late to be the first"))
    check.always(g:wait() == failed, "the error of shard 2")
    check.always(time.now() == time.second, "nobody was waited for in vain")
    check.always(context.cause(ctx) == failed, "and it is the cause")
    check.no_leaks()
  end,
  expect = always{ pass = true },
}

scenario{
  name = "of two errors at one instant either may be the first",
  main = function()
    local g, ctx = errgroup.new(context.background(), "shards")
    local other = errors.new("shard 3: no route")
    g:go(work, ctx, "1s", failed)
    g:go(work, ctx, "1s", other)
    local err = g:wait()
    check.always(err == failed or err == other, "one of the two")
    check.sometimes(err == failed, "shard 2 is first")
    check.sometimes(err == other, "shard 3 is first")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "without an error all are waited for",
  main = function()
    local g, ctx = errgroup.new(context.background(), "shards")
    for n = 1, 3 do
      g:go(work, ctx, n * time.second)
    end
    check.always(g:wait() == nil, "there was no error")
    check.always(time.now() == 3 * time.second, "the slowest has ended")
    check.always(ctx:err() == context.canceled, "and so has the context")
  end,
  expect = always{ pass = true },
}

scenario.pair{
  name = "a member that does not watch the context",
  main = function(fixed)
    local g, ctx = errgroup.new(context.background(), "shards")
    local rows = chan(0, "rows")
    g:go(function()
      if fixed then
        local which = select{ recv(rows, "row"), recv(ctx:done(), "done") }
        return which == "done" and ctx:err() or nil
      end
      rows:recv() -- from shard 2, which has failed
    end)
    g:go(work, ctx, "1s", failed)
    check.always(g:wait() == failed, "the error of shard 2")
  end,
  expect = always{
    deadlock = {
      { count = 2 },
      {
        count = 1, wait = "chan receive", cause = "no sender left",
        at = "errgroup-first-error.lua:73",
      },
      {
        count = 1, name = "main", wait = "sync.WaitGroup.Wait",
        cause = "is stuck before one", at = "errgroup-first-error.lua:76",
      },
    },
  },
}
