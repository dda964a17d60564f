-- a once of nothing
-- says: once:call needs a function, got nil
local setup = {}
sync.once():call(setup.run) -- WRONG
