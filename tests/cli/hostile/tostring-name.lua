-- A __name and a __metatable that are no text.
-- status: 0
-- prints: contained
for _, v in ipairs{ 42, {}, print, ("n"):rep(1e6), "a\0b" } do
  pcall(tostring, setmetatable({}, { __name = v }))
  pcall(function()
    return setmetatable({}, { __name = v, __metatable = v }) + 1
  end)
end
print("contained")
