-- load that calls load without end.
-- status: 0 1 3
local function f() load(f) end
f()
print("contained")
