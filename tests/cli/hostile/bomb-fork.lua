-- A goroutine bomb: each starts others without end.
-- status: 1 3
-- says: memory|limit|storm
local function f()
  while true do go(f) end
end
f()
