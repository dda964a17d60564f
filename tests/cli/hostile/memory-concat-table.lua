-- table.concat of a small table that becomes a huge string.
-- status: 1 3
-- says: memory|too large|too long|limit
local t, s = {}, ("x"):rep(1e6)
for i = 1, 100000 do t[i] = s end
print(#table.concat(t))
