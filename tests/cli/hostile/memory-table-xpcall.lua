-- A table bomb in xpcall whose handler goes on with it.
-- status: 1 3
-- says: memory|limit
-- never: swallowed
local t = {}
local function bomb()
  while true do t[#t + 1] = { {}, {}, {} } end
end
xpcall(bomb, bomb)
for _ = 1, 1000 do runtime.gosched() end
print("swallowed")
