-- more given back than taken
-- panics: semaphore: released more than held
local s = semaphore.new(3)
s:release() -- WRONG
