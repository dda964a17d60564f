-- debug.traceback of everything.
-- status: 0
-- prints: contained
for _, v in ipairs{
  0, -1, 1e9, 0 / 0, "x", ("x"):rep(1e6), true, {}, print, chan(),
  coroutine.create(print), coroutine.wrap(print),
} do
  pcall(debug.traceback, v)
  pcall(debug.traceback, "x", v)
  pcall(debug.traceback, v, v, v)
  pcall(debug.traceback, coroutine.create(print), v, 1)
end
local function deep(n)
  if n == 0 then return debug.traceback() .. "" end
  return deep(n - 1) .. ""
end
assert(#deep(1000) < 1e6)
pcall(debug.traceback)
print("contained")
