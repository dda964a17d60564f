-- Bytecode given to load and loadstring, whole and in pieces.
-- status: 0
-- prints: contained
local code = "\27LJ\2\10\24\2\0\1\0\1\0\3\41\0\1\0\76\0\2\0\0"
for _, mode in ipairs{ "b", "bt", "t" } do
  assert(not load(code, "=c", mode))
end
assert(not load(code))
assert(not loadstring(code))
assert(not load("\27"))
assert(not load("\27Lua\81\0\1\4\8\4\8\0"))
assert(not load(" \27LJ"))
for size = 1, 5 do
  local at = 1
  assert(not load(function()
    local piece = code:sub(at, at + size - 1)
    at = at + size
    return piece
  end))
end
print("contained")
