-- a waitgroup done too often
-- panics: sync: negative WaitGroup counter
local wg = sync.waitgroup()
wg:add(1)
wg:done()
wg:done() -- WRONG
