-- mutex-double-lock: a lock taken twice by the same goroutine.
--
-- A method that locks calls another method that locks too. Go's mutexes belong
-- to nobody and are not re-entrant: the second lock waits for the first one's
-- holder, which is the goroutine itself.
-- Repair: an inner function that expects the lock to be held.

local function new_account()
  return { mu = sync.mutex("account"), balance = 10 }
end

local function get(account)
  account.mu:lock()
  defer(account.mu, "unlock")
  return account.balance
end

local function withdraw(account, sum)
  account.mu:lock()
  defer(account.mu, "unlock")
  if func(get)(account) >= sum then -- locks again
    account.balance = account.balance - sum
  end
end

local function withdraw_fixed(account, sum)
  account.mu:lock()
  defer(account.mu, "unlock")
  if account.balance >= sum then
    account.balance = account.balance - sum
  end
end

scenario.pair{
  name = "a locking method calls another one",
  main = function(fixed)
    local account = new_account()
    func(fixed and withdraw_fixed or withdraw)(account, 5)
    check.always(account.balance == 5, "the sum was withdrawn")
  end,
  expect = always{
    deadlock = {
      count = 1, wait = "sync.Mutex.Lock", cause = "locked by itself",
      at = "mutex-double-lock.lua:13",
    },
  },
}
