-- A panic whose value's __tostring panics with a value like it.
-- status: 1 3
local m = {}
m.__tostring = function() panic(setmetatable({}, m)) end
panic(setmetatable({}, m))
