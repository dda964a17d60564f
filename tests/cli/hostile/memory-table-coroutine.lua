-- A table bomb in a coroutine, whose death its owner ignores.
-- status: 1 3
-- says: memory|limit
-- never: swallowed
local t = {}
coroutine.resume(coroutine.create(function()
  while true do t[#t + 1] = { {}, {}, {} } end
end))
for _ = 1, 1000 do runtime.gosched() end
print("swallowed")
