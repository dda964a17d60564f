-- a method that a mutex does not have
-- says: attempt to call method 'lok' (a nil value)
local mu = sync.mutex()
mu:lok() -- WRONG
