-- The functions of strings at the ends of their ranges.
-- status: 0
-- prints: contained
local far = { 0, 1, -1, 2 ^ 31, -2 ^ 31, 2 ^ 53, -2 ^ 53, 1e308, 0 / 0 }
for _, a in ipairs(far) do
  for _, b in ipairs(far) do
    pcall(string.sub, "abc", a, b)
    pcall(string.byte, "abc", a, b)
    pcall(string.find, "abc", "b", a, true)
    pcall(string.find, "abc", "b", a, b)
    pcall(tonumber, "10", a)
    pcall(bit.lshift, a, b)
    pcall(bit.tohex, a, b)
  end
  pcall(string.char, a)
  pcall(string.match, "abc", "b", a)
  pcall(string.rep, "", a)
  pcall(string.rep, "", a, "")
end
pcall(tonumber, ("9"):rep(1e6))
pcall(tonumber, ("f"):rep(1e6), 16)
pcall(tonumber, "0x" .. ("f"):rep(1e6))
pcall(tonumber, "1e" .. ("9"):rep(1e6))
pcall(string.reverse, ("x"):rep(1e6))
pcall(string.upper, ("\255"):rep(1e6))
pcall(string.len)
print("contained")
