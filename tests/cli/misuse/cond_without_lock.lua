-- a cond without a lock
-- says: sync.cond needs a lock (sync.mutex, sync.rwmutex), got nil
local c = sync.cond() -- WRONG
