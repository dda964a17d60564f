-- math.random and its seed with everything that is no range.
-- status: 0
-- prints: contained
for _, a in ipairs{
  0, -1, 1.5, 0 / 0, math.huge, -math.huge, 2 ^ 31, 2 ^ 53, 2 ^ 63,
  -2 ^ 63, 1e308, "x", "1", true, {}, print,
} do
  pcall(math.random, a)
  for _, b in ipairs{ 0, -1, 0 / 0, math.huge, 2 ^ 53, "x", {} } do
    pcall(math.random, a, b)
    pcall(math.random, a, b, a)
  end
  pcall(math.randomseed, a)
end
pcall(math.randomseed)
pcall(math.random, nil)
local x = math.random()
assert(x >= 0 and x < 1, x)
print("contained")
