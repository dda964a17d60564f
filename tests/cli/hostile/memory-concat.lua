-- A string that doubles for ever.
-- status: 1 3
-- says: memory|too large|too long|limit
local s = "x"
while true do s = s .. s end
