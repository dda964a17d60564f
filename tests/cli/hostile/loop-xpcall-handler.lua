-- An endless loop in the handler of xpcall.
-- status: 1 3
-- says: limit|livelock
-- never: swallowed
xpcall(error, function()
  while true do end
end)
print("swallowed")
