-- an object added to
-- says: attempt to perform arithmetic on local 'hits' (a userdata value)
local hits = shared(0, "hits")
hits = hits + 1 -- WRONG
