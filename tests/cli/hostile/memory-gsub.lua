-- A replacement that grows without end.
-- status: 1 3
-- says: memory|too large|too long|limit
local s = "xx"
while true do s = s:gsub("x", "xxxx") end
