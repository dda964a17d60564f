-- unlock-unlocked: an unlock too many.
--
-- An error path unlocks by hand and the deferred unlock does so again. Go ends
-- the whole program at once: it is a fatal error that recover cannot catch.
-- Repair: only one of the two.

scenario.pair{
  name = "unlocked by hand and by defer",
  main = function(fixed)
    local mu = sync.mutex("state")
    func(function()
      mu:lock()
      defer(function() recover() end) -- of no use
      defer(mu, "unlock")
      if not fixed then
        mu:unlock()
      end
    end)()
  end,
  expect = always{ fatal = "sync: unlock of unlocked mutex" },
}
