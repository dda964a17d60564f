-- a waitgroup's goroutine without a function
-- says: waitgroup:go needs a function, got nil
local wg = sync.waitgroup()
wg:go() -- WRONG
