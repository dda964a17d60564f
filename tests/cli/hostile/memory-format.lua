-- string.format with more text than there is memory.
-- status: 1 3
-- says: memory|too large|too long|limit
local s = ("x"):rep(1e6)
while true do s = string.format("%s%s%s%s", s, s, s, s) end
