-- Coroutines, all kept, each half-way.
-- status: 1 3
-- says: memory|limit
local t = {}
for i = 1, math.huge do
  t[i] = coroutine.wrap(function() coroutine.yield(i) end)
  t[i]()
end
