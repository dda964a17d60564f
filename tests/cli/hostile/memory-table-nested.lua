-- Tables nested for ever.
-- status: 1 3
-- says: memory|limit
local t = {}
while true do t = { t } end
