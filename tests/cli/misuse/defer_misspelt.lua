-- a deferred method that there is not
-- says: defer: a mutex has no method 'unlok'
local mu = sync.mutex()
mu:lock()
defer(mu, "unlok") -- WRONG
