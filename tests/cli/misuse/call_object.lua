-- an object called
-- says: attempt to call local 'once' (a table value)
local once = sync.once()
once(function() end) -- WRONG
