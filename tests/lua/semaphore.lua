-- semaphore: golang.org/x/sync/semaphore.
local t = require "lib.t"

local every = { strategy = "random", runs = 60 }
local bg = context.background()

scenario{
  name = "semaphore: no more than its size are held at once",
  explore = every,
  main = function()
    local s, wg, held, most = semaphore.new(3, "s"), sync.waitgroup(), 0, 0
    for i = 1, 6 do
      wg:go(function()
        local n = i % 2 + 1
        t.eq(s:acquire(bg, n), nil)
        held = held + n
        most = math.max(most, held)
        time.sleep("1ms")
        held = held - n
        s:release(n)
      end)
    end
    wg:wait()
    assert(most <= 3, most)
    t.eq(s:try_acquire(3), true)
  end,
}

scenario{
  name = "semaphore: try_acquire never waits; n is 1 when left out",
  main = function()
    local s = semaphore.new(2)
    t.eq(s:try_acquire(), true)
    t.eq(s:try_acquire(2), false)
    t.eq(s:try_acquire(0), true)
    t.eq(s:acquire(bg), nil)
    t.eq(s:try_acquire(), false)
    s:release()
    s:release(1)
    t.eq(s:try_acquire(3), false)
    t.eq(s:try_acquire(2), true)
  end,
}

scenario{
  name = "semaphore: who waits is served in the order of arrival",
  explore = every,
  main = function()
    local s, wg, order = semaphore.new(1), sync.waitgroup(), {}
    s:acquire(bg)
    for i = 1, 4 do
      wg:go(function()
        time.sleep(i * time.ms)
        s:acquire(bg)
        order[#order + 1] = i
        s:release()
      end)
    end
    time.sleep("10ms")
    s:release()
    wg:wait()
    t.list(order, "1 2 3 4")
  end,
}

scenario{
  name = "semaphore: nobody overtakes one who wants more",
  main = function()
    local s, order, wg = semaphore.new(3), {}, sync.waitgroup()
    s:acquire(bg, 2)
    wg:go(function()
      s:acquire(bg, 3)
      order[#order + 1] = "big"
      s:release(3)
    end)
    time.sleep("1ms")
    wg:go(function()
      s:acquire(bg, 1)
      order[#order + 1] = "small"
      s:release(1)
    end)
    time.sleep("1ms")
    t.eq(s:try_acquire(1), false, "although there is one left")
    s:release(2)
    wg:wait()
    t.list(order, "big small")
  end,
}

scenario{
  name = "semaphore: one that gives up lets those behind it go",
  main = function()
    local s, wg = semaphore.new(3), sync.waitgroup()
    s:acquire(bg, 2)
    local ctx = context.with_timeout(bg, "5ms")
    wg:go(function()
      t.eq(s:acquire(ctx, 3), context.deadline_exceeded)
      t.eq(time.now(), 5 * time.ms)
    end)
    time.sleep("1ms")
    wg:go(function()
      t.eq(s:acquire(bg, 1), nil)
      t.eq(time.now(), 5 * time.ms)
    end)
    wg:wait()
  end,
}

scenario{
  name = "semaphore: with a context that has ended acquire always fails",
  main = function()
    local s, ctx, cancel = semaphore.new(1), context.with_cancel(bg)
    cancel()
    t.eq(s:acquire(ctx), context.canceled)
    t.eq(s:acquire(ctx, 0), context.canceled)
    t.eq(s:try_acquire(), true)
  end,
}

scenario{
  name = "semaphore: more than its size waits for the context",
  main = function()
    local s = semaphore.new(2)
    local ctx = context.with_timeout(bg, "3ms")
    go(function()
      time.sleep("1ms")
      t.eq(s:acquire(bg, 2), nil, "nobody is in the way")
      s:release(2)
    end)
    t.eq(s:acquire(ctx, 3), context.deadline_exceeded)
    t.eq(time.now(), 3 * time.ms)
  end,
}

scenario{
  name = "semaphore: a cancel that comes with a release loses nothing",
  explore = every,
  main = function()
    local s, ctx, cancel = semaphore.new(1), context.with_cancel(bg)
    s:acquire(bg)
    local done = chan(1)
    go(function() done:send(s:acquire(ctx) or "got it") end)
    go(cancel)
    go(function() s:release() end)
    local got = done:recv()
    check.sometimes(got == "got it", "served")
    check.sometimes(got == context.canceled, "cancelled")
    if got == "got it" then s:release() end
    time.sleep("1ms")
    t.eq(s:try_acquire(1), true)
  end,
}

scenario{
  name = "semaphore: who waits for one that is not released waits in select",
  main = function()
    local s = semaphore.new(1, "forgotten")
    s:acquire(bg)
    go(function() s:acquire(bg) end)
  end,
  expect = always{ leak = { wait = "select", count = 1 } },
}

scenario{
  name = "semaphore: more than the size, and nothing ever ends it",
  main = function() semaphore.new(1):acquire(bg, 2) end,
  expect = always{ deadlock = { wait = "chan receive (nil chan)" } },
}

scenario{
  name = "semaphore: released more than held",
  main = function()
    local s = semaphore.new(2)
    t.panics("semaphore: released more than held", s.release, s)
    s = semaphore.new(2)
    s:acquire(bg)
    t.panics("semaphore: released more than held", s.release, s, 2)
  end,
}

scenario{
  name = "semaphore: release comes before the acquire it serves",
  explore = every,
  main = function()
    local s, x = semaphore.new(1), shared(0)
    for i = 1, 3 do
      go(function()
        s:acquire(bg)
        x:set(i)
        s:release()
      end)
    end
  end,
}

scenario{
  name = "semaphore: misuse is told at the script's line",
  main = function()
    local s = semaphore.new(1)
    for _, bad in ipairs{ 42, "x", {}, sync.mutex() } do
      for _, name in ipairs{ "acquire", "try_acquire", "release" } do
        local text = t.fails("a semaphore expected", s[name], bad, bg, 1)
        assert(text:find("lua:%d+:"), text)
      end
      t.fails("needs a context", s.acquire, s, bad)
    end
    t.fails("needs a context, got nil", s.acquire, s)
    for _, n in ipairs{ -1, 1.5, 0 / 0, "1", {} } do
      t.fails("whole number", s.acquire, s, bg, n)
      t.fails("whole number", s.try_acquire, s, n)
      t.fails("whole number", s.release, s, n)
      t.fails("whole number", semaphore.new, n)
    end
    t.fails("needs a size", semaphore.new)
    t.fails("name", semaphore.new, 1, {})
    t.eq(s:try_acquire(), true)
  end,
}

scenario{
  name = "semaphore: why one waits for ever",
  main = function()
    local s = semaphore.new(2, "slots")
    for _ = 1, 3 do
      go("user", function() s:acquire(context.background(), 1) end)
    end
  end,
  expect = always{ leak = { wait = "select", count = 1,
    cause = "semaphore exhausted: what \"slots\"" } },
}
