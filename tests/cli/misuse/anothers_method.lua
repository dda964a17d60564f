-- a mutex's method, called on a rwmutex
-- says: mutex:unlock(): a mutex expected, got rwmutex (is the colon missing?)
local mu, rw = sync.mutex(), sync.rwmutex()
rw:lock()
mu.unlock(rw) -- WRONG
