-- Strings of a thousand million bytes, asked for again and again in pcall.
-- status: 0 1 3
for _ = 1, 100 do pcall(string.rep, "x", 1e9) end
print("contained")
