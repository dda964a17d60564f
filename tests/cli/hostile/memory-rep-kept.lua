-- Strings of a million bytes, all kept: pcall does not swallow the limit.
-- status: 3
-- says: memory
-- never: swallowed
local kept = {}
pcall(function()
  for i = 1, math.huge do kept[i] = ("x"):rep(1e6) .. i end
end)
local more = {}
for i = 1, math.huge do more[i] = ("x"):rep(1e6) .. i end
print("swallowed")
