-- lock-holder-pause: who holds a lock is kept from giving it back.
--
-- It teaches how long the program's locks are held in the worst case, and who
-- waits behind them: timeouts that do not cover the wait for a lock, tries
-- that give up, a reader that locks twice while a writer waits.
return {
  { fault = "pause", at = { "mutex.unlock", "rwmutex.*unlock" },
    by = { "100ms", "2s" }, p = 0.1 },
}
