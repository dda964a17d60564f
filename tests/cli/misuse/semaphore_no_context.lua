-- a weight where the context belongs
-- says: semaphore:acquire needs a context, got number
local s = semaphore.new(3)
s:acquire(1) -- WRONG
