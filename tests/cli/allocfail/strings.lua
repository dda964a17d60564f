-- Building texts: concatenation, format, gsub, concat, load, print.
-- status: 0
local parts = {}
for i = 1, 100 do
  parts[i] = ("%d:%s"):format(i, ("ab"):rep(i))
end
local text = table.concat(parts, ",")
text = text:gsub("ab", function(pair) return pair:upper() .. #pair end)
text = text:gsub("%d+", { ["1"] = "one", ["2"] = "two" })
for word in text:gmatch("%a+") do parts[#parts + 1] = word end
local s = ""
for i = 1, 200 do s = s .. i end
local f = assert(load("local t = {} for i = 1, 50 do t[i] = 'v' .. i end "
  .. "return table.concat(t)", "=loaded"))
print(#text, #parts, #s, #f())
print(("long line "):rep(2000):sub(1, 20))
