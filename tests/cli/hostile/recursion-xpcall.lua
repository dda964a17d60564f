-- xpcall that calls xpcall without end, in body and in handler.
-- status: 0 1 3
local function f() return (xpcall(f, function() return f() end)) end
print(f())
