-- Counters of waitgroups at their ends.
-- status: 0 1
local wg = sync.waitgroup()
for _ = 1, 10 do pcall(wg.add, wg, 2 ^ 31 - 1) end
for _ = 1, 10 do pcall(wg.add, wg, 2 ^ 53) end
pcall(wg.add, wg, 2 ^ 63)
pcall(wg.add, wg, -2 ^ 63)
print("contained")
