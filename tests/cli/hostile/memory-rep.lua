-- A string of ten thousand million bytes.
-- status: 1 3
-- says: memory|too large|too long|limit
local s = ("x"):rep(1e10)
print(#s)
