-- Replacements of every kind, and malformed ones.
-- status: 0
-- prints: contained
for _, repl in ipairs{
  "%", "%%", "%0", "%1", "%2", "%9", "%a", "\0", 42, true, {}, print,
  setmetatable({}, { __index = function() error("x") end }),
  setmetatable({}, { __index = function() return {} end }),
  setmetatable({}, { __call = function() return "x" end }),
  function() return {} end, function() return true end,
  function() return 1e308 end, function() return false end,
  function() return "x", "y" end, function() return function() end end,
  chan(1), coroutine.wrap(function() end),
} do
  for _, n in ipairs{ 0, -1, 1, 1e9, 0 / 0, 2 ^ 53 } do
    pcall(string.gsub, "abc", "(.)", repl, n)
    pcall(string.gsub, "", "", repl, n)
  end
  pcall(string.gsub, "abc", "()", repl)
  pcall(string.gsub, {}, "x", repl)
end
local s = ("a"):rep(1000)
local _, n = s:gsub("a", function() collectgarbage("step") end)
assert(n == 1000)
print("contained")
