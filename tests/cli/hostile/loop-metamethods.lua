-- An endless loop in each metamethod, behind pcall and in goroutines.
-- status: 1 3
-- says: limit|livelock
-- never: swallowed
local function forever()
  while true do end
end
local m = setmetatable({}, {
  __index = forever, __newindex = forever, __add = forever,
  __concat = forever, __call = forever, __lt = forever, __unm = forever,
  __tostring = forever,
})
for _, use in ipairs{
  function() return m.x end, function() m.x = 1 end,
  function() return m + 1 end, function() return m .. "" end,
  function() return m() end, function() return m < m end,
  function() return -m end, function() return tostring(m) end,
} do
  go(function()
    pcall(use)
    print("swallowed")
  end)
end
time.sleep("1s")
