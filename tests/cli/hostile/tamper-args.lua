-- The arguments of the script, changed.
-- status: 0
-- prints: contained
if type(arg) == "table" then
  for i = -10, 10 do arg[i] = nil end
  setmetatable(arg, { __index = function() error("x") end })
end
arg = nil
print("contained")
