-- A __tostring that gives no text.
-- status: 0
-- prints: contained
for _, v in ipairs{ 42, true, {}, print } do
  local t = setmetatable({}, { __tostring = function() return v end })
  pcall(tostring, t)
  pcall(print, t)
end
pcall(print, setmetatable({}, { __tostring = function() end }))
pcall(print, setmetatable({}, { __tostring = 42 }))
pcall(print, setmetatable({}, { __tostring = {} }))
print("contained")
