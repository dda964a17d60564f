-- A handler that fails, and whose failure is handled, without end.
-- status: 0 1 3
local function handler() error("again") end
print(xpcall(error, handler))
print(xpcall(error, function() return xpcall(error, handler) end))
