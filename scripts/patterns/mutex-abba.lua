-- mutex-abba: two locks in two orders.
--
-- One transfer locks the first account, then the second; another one, the
-- other way round. When both have taken their first lock, each waits for the
-- other. One preemption between two lines is enough, so tests seldom see it.
-- Repair: always lock in one order, here that of the account's number.

local function new_account(id)
  return { id = id, mu = sync.mutex("account " .. id), balance = 100 }
end

-- `pause` is what happens between the two locks.
local function transfer(from, to, sum, ordered, pause)
  local first, second = from, to
  if ordered and to.id < from.id then
    first, second = to, from
  end
  first.mu:lock()
  defer(first.mu, "unlock")
  if pause then pause() end
  second.mu:lock()
  defer(second.mu, "unlock")
  from.balance, to.balance = from.balance - sum, to.balance + sum
end

scenario.pair{
  name = "two transfers in opposite directions",
  main = function(fixed)
    local a, b, both = new_account(1), new_account(2), sync.waitgroup()
    both:go(transfer, a, b, 10, fixed)
    both:go(transfer, b, a, 20, fixed)
    both:wait()
    check.always(a.balance == 110 and b.balance == 90, "all is booked")
  end,
  expect = {
    sometimes{
      deadlock = {
        { cycle = 2 },
        {
          count = 2, wait = "sync.Mutex.Lock", cause = "lock cycle of 2",
          at = "mutex-abba.lua:21",
        },
      },
    },
    sometimes{ pass = true },
  },
  explore = { runs = 200 },
}

-- Go's own order on one processor, in which nothing else comes in between.
scenario.pair{
  name = "one preemption between the two locks is enough",
  main = function(fixed)
    local a, b, both = new_account(1), new_account(2), sync.waitgroup()
    both:go(transfer, a, b, 10, fixed)
    both:go(transfer, b, a, 20, fixed, runtime.gosched)
    both:wait()
  end,
  expect = always{
    deadlock = {
      { cycle = 2 },
      {
        count = 2, wait = "sync.Mutex.Lock", cause = "lock cycle of 2",
        at = "mutex-abba.lua:21",
      },
    },
  },
  explore = { strategy = "default" }, procs = 1,
}

scenario{
  name = "without one the two transfers follow each other",
  main = function()
    local a, b, both = new_account(1), new_account(2), sync.waitgroup()
    both:go(transfer, a, b, 10)
    both:go(transfer, b, a, 20)
    both:wait()
  end,
  expect = always{ pass = true },
  explore = { strategy = "default" }, procs = 1,
}
