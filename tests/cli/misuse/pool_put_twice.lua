-- a connection put back twice
-- says: pool:put(): this connection is not out (put twice, or of another pool)
local p = pool.new{ max = 2, open = function() return {} end }
local c = p:get()
p:put(c)
p:put(c) -- WRONG
