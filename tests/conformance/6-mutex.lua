-- Go semantics, section 6: sync.Mutex.
local t = require "lib.t"
local eq, every, go_order, settle = t.eq, t.every, t.go_order, t.settle

scenario{
  name = "6.1a mutex: made unlocked, and held by one at a time",
  explore = every,
  main = function()
    local mu, inside = sync.mutex(), 0
    for _ = 1, 3 do
      go(function()
        for _ = 1, 3 do
          mu:lock()
          inside = inside + 1
          runtime.gosched()
          eq(inside, 1, "goroutines inside")
          inside = inside - 1
          mu:unlock()
        end
      end)
    end
    settle()
    eq(mu:try_lock(), true, "free at the end")
  end,
}

scenario{
  name = "6.1b mutex: another goroutine may unlock it",
  explore = every,
  main = function()
    local mu = sync.mutex()
    mu:lock()
    go(function()
      settle()
      mu:unlock()
    end)
    mu:lock()
    eq(time.now(), time.ms, "time of the lock")
  end,
}

scenario{
  name = "6.1c mutex: locking one's own lock waits for ever",
  explore = every,
  main = function()
    local mu = sync.mutex()
    mu:lock()
    mu:lock()
  end,
  expect = always{
    deadlock = { name = "main", wait = "sync.Mutex.Lock", count = 1 },
  },
}

scenario{
  name = "6.1d mutex: waiters are served in the order they came",
  explore = every,
  main = function()
    local mu, order = sync.mutex(), {}
    mu:lock()
    for i = 1, 5 do
      go(function()
        mu:lock()
        order[#order + 1] = i
        mu:unlock()
      end)
      time.sleep("1us")
    end
    mu:unlock()
    settle()
    eq(table.concat(order, " "), "1 2 3 4 5", "order")
  end,
}

-- Main holds the lock, and a goroutine has waited for it for that long.
local function with_waiter(d, main)
  local mu, order = sync.mutex(), {}
  mu:lock()
  local g = go(function()
    mu:lock()
    order[#order + 1] = "waiter"
    mu:unlock()
  end)
  time.sleep(d)
  eq(g:wait_reason(), "sync.Mutex.Lock", "wait reason")
  main(mu, order)
  settle()
  return table.concat(order, " ")
end

scenario{
  name = "6.1e mutex: a newcomer gets it before the waiter that was woken",
  explore = go_order,
  main = function()
    local order = with_waiter("1us", function(mu, order)
      mu:unlock()
      mu:lock()
      order[#order + 1] = "newcomer"
      mu:unlock()
    end)
    eq(order, "newcomer waiter", "order")
  end,
}

scenario{
  name = "6.1e mutex: newcomer or waiter, whoever comes first",
  explore = every,
  main = function()
    local order = with_waiter("1us", function(mu, order)
      mu:unlock()
      mu:lock()
      order[#order + 1] = "newcomer"
      mu:unlock()
    end)
    check.sometimes(order == "newcomer waiter", "the newcomer was quicker")
    check.sometimes(order == "waiter newcomer", "the waiter was quicker")
  end,
}

-- The waiter is robbed of one wake-up; by then it has waited for too long.
local function starve(mu)
  mu:unlock()
  mu:lock()
  runtime.gosched()
end

scenario{
  name = "6.1f mutex: a waiter of more than 1 ms is handed the lock",
  explore = every,
  main = function()
    local order = with_waiter("2ms", function(mu, order)
      starve(mu)
      mu:unlock()
      mu:lock()
      order[#order + 1] = "newcomer"
      mu:unlock()
    end)
    eq(order, "waiter newcomer", "order")
  end,
}

scenario{
  name = "6.1f mutex: ten locks against one who holds it all the time",
  explore = every,
  main = function()
    local mu, stop = sync.mutex(), false
    go(function()
      while not stop do
        mu:lock()
        time.sleep("100us")
        mu:unlock()
      end
    end)
    for _ = 1, 10 do
      time.sleep("100us")
      mu:lock()
      mu:unlock()
    end
    stop = true
    assert(time.now() < 10 * time.second, time.now())
  end,
}

scenario{
  name = "6.1g mutex: try_lock tells, and never waits",
  explore = every,
  main = function()
    local mu = sync.mutex()
    eq(mu:try_lock(), true, "of a free one")
    eq(mu:try_lock(), false, "of one that is held")
    mu:unlock()
    eq(mu:try_lock(), true, "of a free one again")
    eq(time.now(), 0, "time")
  end,
}

scenario{
  name = "6.1g mutex: try_lock is quicker than a waiter that was woken",
  explore = go_order,
  main = function()
    with_waiter("1us", function(mu)
      mu:unlock()
      eq(mu:try_lock(), true, "try_lock")
      mu:unlock()
    end)
  end,
}

scenario{
  name = "6.1g mutex: try_lock fails in starvation mode",
  explore = go_order,
  main = function()
    with_waiter("2ms", function(mu)
      starve(mu)
      mu:unlock()
      eq(mu:try_lock(), false, "try_lock")
    end)
  end,
}

scenario{
  name = "6.1h mutex: unlocking a free one is fatal, whoever held it",
  explore = every,
  main = function()
    local mu = sync.mutex()
    mu:lock()
    go(function() mu:unlock() end)
    go(function() mu:unlock() end)
    settle()
    check.unreachable("main went on")
  end,
  expect = { always{ fatal = "sync: unlock of unlocked mutex" },
    never{ assertion = true } },
}
