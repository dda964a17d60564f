-- an observed variable updated by nothing
-- says: shared:update needs a function, got nil
local hits = shared(0)
hits:update() -- WRONG
