-- pcall that calls pcall without end.
-- status: 0 1 3
local function f() return pcall(f) end
print((f()))
local function g()
  local ok = pcall(g)
  return ok
end
print(g())
