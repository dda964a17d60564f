-- Contexts with a deadline under one root, without end.
-- status: 1 3
-- says: memory|limit|storm
local root = context.with_cancel(context.background())
while true do context.with_timeout(root, "1h") end
