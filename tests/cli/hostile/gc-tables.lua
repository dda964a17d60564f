-- __gc on tables: never called, also at the very end.
-- status: 0
-- prints: contained
-- never: finalised
for i = 1, 100 do
  local t = setmetatable({}, { __gc = function() print("finalised") end })
  t.self = t
  if i % 10 == 0 then collectgarbage() end
end
at_the_end = setmetatable({}, {
  __gc = function() print("finalised") end,
})
print("contained")
