-- a scenario declared by a scenario
-- command: test
-- says: scenario can only be declared while the file is loaded
local function declare()
  scenario{ name = "inner", main = function() end } -- WRONG
end
scenario{ name = "outer", main = declare }
