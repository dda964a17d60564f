-- mutex-abba: two locks in two orders.
--
-- One transfer locks the first account, then the second; another one, the
-- other way round. When both have taken their first lock, each waits for the
-- other. One preemption between two lines is enough, so tests seldom see it.
-- Repair: always lock in one order, here that of the account's number.

local function new_account(id)
  return { id = id, mu = sync.mutex("account " .. id), balance = 100 }
end

local function transfer(from, to, sum, ordered)
  local first, second = from, to
  if ordered and to.id < from.id then
    first, second = to, from
  end
  first.mu:lock()
  defer(first.mu, "unlock")
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
  expect = sometimes{
    deadlock = { cycle = 2, wait = "sync.Mutex.Lock", cause = "lock cycle" },
  },
  explore = { runs = 200 },
}
