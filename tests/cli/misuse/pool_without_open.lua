-- a pool that cannot open anything
-- says: pool.new: open must be a function, got nil
local p = pool.new{ max = 2 } -- WRONG
