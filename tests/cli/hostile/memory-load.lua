-- Compiled functions, all kept.
-- status: 1 3
-- says: memory|limit
local t = {}
for i = 1, math.huge do t[i] = load("return " .. i .. ", 'text'") end
