-- Observed tables that hold each other, themselves and strange keys.
-- status: 0
-- prints: contained
local a, b = shared({}, "a"), shared({}, "b")
a.b, b.a, a.a = b, a, a
a[a] = a
a[1.5], a[true], a[print], a[chan()] = 1, 2, 3, 4
for k, v in pairs(a) do tostring(k); tostring(v) end
pcall(shared, a)
pcall(shared, chan())
pcall(setmetatable, a, { __index = function() error("x") end })
pcall(rawset, a, "x", 1)
pcall(next, a, "no such key")
pcall(function() for _ in pairs(a) do a.new = {} end end)
pcall(table.sort, a)
pcall(table.concat, a)
pcall(table.insert, a, 1)
pcall(unpack, a)
pcall(ipairs, a)
print("contained")
