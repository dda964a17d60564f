-- Sources nested deeper than any parser goes.
-- status: 0
-- prints: contained
for _, part in ipairs{
  "(", "{", "[", "-", "not ", "do ", "if x then ", "while x do ",
  "function() ", "return function() ", "a=", "a.", "a(", "a..", "a^",
  "2^-", "repeat ", "f{", "f(function() ", "a,", "local a;", "#",
} do
  for _, n in ipairs{ 100, 250, 10000, 300000 } do
    local f = load("return " .. part:rep(n))
    if f then pcall(f) end
    f = load(part:rep(n) .. "a")
    if f then pcall(f) end
  end
end
local many = {}
for i = 1, 70000 do many[i] = "local a" .. i end
assert(not load(table.concat(many, " ")))
for i = 1, 70000 do many[i] = "k" .. i .. "='v" .. i .. "'" end
load("return {" .. table.concat(many, ",") .. "}")
load(("x = 'y' "):rep(100000))
load("return " .. ("'a'.."):rep(70000) .. "''")
load("goto " .. ("x"):rep(1e6))
load("return [" .. ("="):rep(1e6) .. "[")
load("return 1" .. ("0"):rep(1e6))
load("return 0x" .. ("f"):rep(1e6))
load("return '\\" .. ("9"):rep(1e6) .. "'")
print("contained")
