-- Go semantics, section 10: golang.org/x/sync/semaphore.
local t = require "lib.t"
local eq, every, settle = t.eq, t.every, t.settle
local bg = context.background()

-- Starts a goroutine that takes n, notes it and gives it back.
local function taker(s, n, log)
  local g = go(function()
    eq(s:acquire(bg, n), nil, "err")
    log[#log + 1] = n
    s:release(n)
  end)
  settle()
  return g
end

scenario{
  name = "10.2a semaphore: no more than its size are held",
  explore = every,
  main = function()
    local s, held = semaphore.new(3), 0
    for i = 1, 5 do
      go(function()
        local n = i % 2 + 1
        s:acquire(bg, n)
        held = held + n
        assert(held <= 3, held)
        settle()
        held = held - n
        s:release(n)
      end)
    end
  end,
}

scenario{
  name = "10.2a semaphore: who waits is served in the order of arrival",
  explore = every,
  main = function()
    local s, log = semaphore.new(1), {}
    s:acquire(bg)
    for i = 1, 4 do
      go(function()
        s:acquire(bg)
        log[#log + 1] = i
      end)
      settle()
    end
    for i = 1, 4 do
      s:release()
      settle()
      eq(table.concat(log), ("1234"):sub(1, i), "served")
    end
  end,
}

scenario{
  name = "10.2b semaphore: nobody overtakes one who wants more",
  explore = every,
  main = function()
    local s, log = semaphore.new(3), {}
    s:acquire(bg, 2)
    taker(s, 3, log)
    local small = taker(s, 1, log)
    eq(small:wait_reason(), "select", "the small one waits")
    eq(s:try_acquire(1), false, "try_acquire, though there is one left")
    s:release(2)
    settle()
    eq(table.concat(log), "31", "order")
  end,
}

scenario{
  name = "10.2b semaphore: one that gives up lets those behind it go",
  explore = every,
  main = function()
    local s, log = semaphore.new(3), {}
    s:acquire(bg, 2)
    local ctx, cancel = context.with_cancel(bg)
    go(function()
      eq(s:acquire(ctx, 3), context.canceled, "err")
    end)
    settle()
    taker(s, 1, log)
    eq(#log, 0, "served behind the big one")
    cancel()
    settle()
    eq(#log, 1, "served when it has gone")
  end,
}

scenario{
  name = "10.2c semaphore: a context that has ended always fails",
  explore = every,
  main = function()
    local s, ctx, cancel = semaphore.new(1), context.with_cancel(bg)
    cancel()
    eq(s:acquire(ctx, 1), context.canceled, "err")
    eq(s:try_acquire(1), true, "nothing was taken")
  end,
}

scenario{
  name = "10.2d semaphore: more than its size waits for the context, and"
    .. " nobody waits for it",
  explore = every,
  main = function()
    local s, log = semaphore.new(2), {}
    local ctx, cancel = context.with_timeout(bg, "5ms")
    defer(cancel)
    go(function()
      settle()
      taker(s, 2, log)
    end)
    eq(s:acquire(ctx, 3), context.deadline_exceeded, "err")
    eq(time.now(), 5 * time.ms, "time")
    eq(#log, 1, "served meanwhile")
  end,
}

scenario{
  name = "10.2e semaphore: releasing more than held panics",
  explore = every,
  main = function()
    local s = semaphore.new(2)
    s:acquire(bg, 1)
    eq(t.recovered(function() s:release(2) end),
      "semaphore: released more than held", "text")
  end,
}
