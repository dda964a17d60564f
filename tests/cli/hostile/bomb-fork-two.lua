-- A goroutine bomb: each starts two others and ends.
-- status: 1 3
-- says: memory|limit|storm|livelock
local function f()
  go(f)
  go(f)
end
f()
time.sleep("1s")
