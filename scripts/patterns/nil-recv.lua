-- nil-recv: a receive from a channel that was never made.
--
-- The counterpart of nil-send: a receive from nil blocks for ever as well.
-- Go programmers meet it with `ctx.Done()` of a background context, which is
-- nil, and with a channel variable shadowed by `:=` in an inner block, which
-- leaves the outer one nil.
-- Repair: make the channel before somebody waits on it; wait on a context
-- that can be cancelled.

scenario{
  name = "main receives from a nil channel",
  main = function()
    local ready = nilchan
    ready:recv()
  end,
  expect = always{
    deadlock = {
      count = 1, wait = "chan receive (nil chan)", cause = "nil channel",
      at = "nil-recv.lua:14",
    },
    fatal = "all goroutines are asleep - deadlock!",
  },
}

scenario{
  name = "a goroutine receives from a nil channel",
  main = function()
    local ready = nilchan
    do
      local ready = chan(1, "ready") -- shadows the one that is waited on
      ready:send(true)
    end
    go("waiter", function()
      ready:recv()
    end)
  end,
  expect = always{
    leak = {
      { count = 1 },
      {
        count = 1, wait = "chan receive (nil chan)", cause = "nil channel",
        at = "nil-recv.lua:34", created = "nil-recv.lua:33",
      },
    },
  },
}

scenario{
  name = "a goroutine waits for the end of the background context",
  main = function()
    local ctx = context.background()
    go("waiter", function()
      ctx:done():recv()
    end)
  end,
  expect = always{
    leak = {
      count = 1, wait = "chan receive (nil chan)", cause = "nil channel",
      at = "nil-recv.lua:53", created = "nil-recv.lua:52",
    },
  },
}
