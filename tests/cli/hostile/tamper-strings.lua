-- The metatable of strings, taken away or turned against the tool.
-- status: 1
-- says: told you
-- at: here
local mt = getmetatable("")
if type(mt) == "table" then
  pcall(function()
    mt.__index = function() error("index") end
    mt.__concat = function() error("concat") end
    mt.__tostring = function() error("tostring") end
    mt.__eq = function() error("eq") end
    mt.__lt = function() error("lt") end
    mt.__len = function() return -1 end
    mt.__metatable = false
  end)
end
pcall(setmetatable, "", {})
panic("told you") -- here
