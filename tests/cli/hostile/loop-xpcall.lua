-- An endless loop in xpcall, and one in its handler.
-- status: 1 3
-- says: limit|livelock
-- never: swallowed
local function forever()
  while true do end
end
xpcall(forever, function()
  print("swallowed by the handler")
  forever()
end)
print("swallowed")
