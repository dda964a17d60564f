-- Observed variables and tables without end.
-- status: 1 3
-- says: memory|limit
local t = {}
for i = 1, math.huge do t[i] = shared({ shared(i), i }, "v" .. i) end
