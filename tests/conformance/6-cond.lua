-- Go semantics, section 6: sync.Cond.
local t = require "lib.t"
local eq, every, settle = t.eq, t.every, t.settle

-- Starts n goroutines that wait on c in that order, once each, and note
-- their numbers when they have been woken.
local function waiters(n, mu, c)
  local log, gs = {}, {}
  for i = 1, n do
    gs[i] = go(function()
      mu:lock()
      c:wait()
      log[#log + 1] = i
      mu:unlock()
    end)
    settle()
  end
  return log, gs
end

local function make()
  local mu = sync.mutex()
  return mu, sync.cond(mu)
end

scenario{
  name = "6.5a cond: waiting without the lock is fatal",
  explore = every,
  main = function()
    local _, c = make()
    c:wait()
  end,
  expect = always{ fatal = "sync: unlock of unlocked mutex" },
}

scenario{
  name = "6.5b cond: wait unlocks, waits, and locks again",
  explore = every,
  main = function()
    local mu, c = make()
    local g = go(function()
      mu:lock()
      c:wait()
      eq(mu:try_lock(), false, "free when wait has returned")
      mu:unlock()
    end)
    settle()
    eq(g:wait_reason(), "sync.Cond.Wait", "wait reason")
    eq(mu:try_lock(), true, "free during the wait")
    c:signal()
    settle()
    eq(g:wait_reason(), "sync.Mutex.Lock", "wait reason when it was woken")
    mu:unlock()
    settle()
    eq(g:status(), "dead", "status")
  end,
}

scenario{
  name = "6.5c cond: nobody wakes without a signal",
  explore = every,
  main = function()
    local mu, c = make()
    local ready = false
    for _ = 1, 3 do
      go(function()
        mu:lock()
        if not ready then c:wait() end
        eq(ready, true, "ready")
        mu:unlock()
      end)
    end
    for _ = 1, 5 do
      mu:lock()
      mu:unlock()
    end
    settle()
    mu:lock()
    ready = true
    c:broadcast()
    mu:unlock()
  end,
}

scenario{
  name = "6.5d cond: signal wakes the longest waiter",
  explore = every,
  main = function()
    local mu, c = make()
    local log = waiters(4, mu, c)
    for i = 1, 4 do
      c:signal()
      settle()
      eq(table.concat(log), ("1234"):sub(1, i), "woken")
    end
  end,
}

scenario{
  name = "6.5d cond: signal serves those who began to wait before it",
  explore = every,
  main = function()
    local mu, c = make()
    local first = waiters(2, mu, c)
    c:signal()
    local second = waiters(2, mu, c)
    c:signal()
    settle()
    eq(table.concat(first), "12", "the first generation")
    eq(table.concat(second), "", "the second generation")
    c:broadcast()
  end,
}

scenario{
  name = "6.5e cond: broadcast wakes all who wait, and none who wait later",
  explore = every,
  main = function()
    local mu, c = make()
    local log = waiters(3, mu, c)
    c:broadcast()
    settle()
    table.sort(log)
    eq(table.concat(log), "123", "woken")
    local later, gs = waiters(1, mu, c)
    eq(gs[1]:wait_reason(), "sync.Cond.Wait", "a later one waits")
    c:broadcast()
    settle()
    eq(table.concat(later), "1", "woken by the next")
  end,
}

scenario{
  name = "6.5f cond: a signal that nobody waits for is lost",
  explore = every,
  main = function()
    local mu, c = make()
    c:signal()
    c:broadcast()
    waiters(1, mu, c)
  end,
  expect = always{ leak = { wait = "sync.Cond.Wait", count = 1 } },
}

scenario{
  name = "6.5g cond: signal and broadcast with and without the lock",
  explore = every,
  main = function()
    local mu, c = make()
    local log = waiters(4, mu, c)
    c:signal()
    settle()
    mu:lock()
    c:signal()
    mu:unlock()
    settle()
    eq(table.concat(log), "12", "woken by signals")
    mu:lock()
    c:broadcast()
    eq(#log, 2, "woken while the lock is held")
    mu:unlock()
    settle()
    eq(#log, 4, "woken")
  end,
}

scenario{
  name = "6.5h cond: who waits after a broadcast cannot steal from who waited"
    .. " before",
  explore = { strategy = "random", runs = 300 },
  main = function()
    local mu, c = make()
    local waiting, woken, done = chan(), chan(), false
    go(function()
      mu:lock()
      waiting:send(true)
      c:wait()
      mu:unlock()
      woken:send(true)
    end)
    waiting:recv()
    mu:lock()
    mu:unlock() -- so the first one has drawn its ticket
    go(function() c:broadcast() end)
    go(function()
      mu:lock()
      while not done do c:wait() end
      mu:unlock()
    end)
    woken:recv()
    mu:lock()
    done = true
    mu:unlock()
    c:broadcast()
  end,
}
