-- newproxy, whose finalisers run who knows when.
-- status: 1
-- at: here
local p = newproxy(true) -- here
getmetatable(p).__gc = function() print("finalised") end
