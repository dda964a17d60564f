-- the result of a call deferred, not the call
-- says: defer needs a function, or an object and a method name, got nil
local mu = sync.mutex()
mu:lock()
defer(mu:unlock()) -- WRONG
