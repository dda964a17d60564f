-- a channel closed twice
-- panics: close of closed channel
local done = chan()
done:close()
done:close() -- WRONG
