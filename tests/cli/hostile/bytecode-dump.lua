-- A function dumped does not come back.
-- status: 0
-- prints: contained
local function f() return "came back" end
local dumped = 0
if string.dump then
  for _, strip in ipairs{ false, true } do
    local ok, code = pcall(string.dump, f, strip)
    if ok and type(code) == "string" then
      dumped = dumped + 1
      assert(not load(code), "loaded")
      assert(not loadstring(code), "loaded")
    end
  end
  pcall(string.dump, print)
  pcall(string.dump)
end
print("contained")
