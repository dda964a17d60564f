-- Tables that grow, shrink, are sorted, walked, observed and collected.
-- status: 0
local list, map = {}, {}
for i = 1, 3000 do
  list[i] = (i * 7919) % 3001
  map["key" .. i] = { i }
end
table.sort(list)
table.sort(list, function(a, b) return a > b end)
for i = 1, 3000, 2 do map["key" .. i] = nil end
for i = 1, 500 do table.insert(list, 1, i) end
local n = 0
for _ in pairs(map) do n = n + 1 end
local seen = shared({}, "seen")
for i = 1, 100 do seen[i], seen["k" .. i] = i, i end
for _, v in pairs(seen) do n = n + v end
local weak = setmetatable({}, { __mode = "k" })
for i = 1, 200 do weak[{}] = i end
collectgarbage()
local module = require "modules.part"
assert(n == 1500 + 2 * 5050 and next(weak) == nil and module.n == 100)
print(n, #list)
