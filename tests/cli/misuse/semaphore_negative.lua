-- a negative weight
-- says: semaphore:acquire needs a whole number that is not negative, got -1
local s = semaphore.new(3)
s:acquire(context.background(), -1) -- WRONG
