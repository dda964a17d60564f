-- A module of tables.lua.
local part = { n = 0 }
for i = 1, 100 do
  part[i] = { name = "part " .. i }
  part.n = part.n + 1
end
return part
