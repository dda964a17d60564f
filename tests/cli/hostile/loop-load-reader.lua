-- An endless loop in a reader given to load.
-- status: 1 3
-- says: limit|livelock
-- never: swallowed
pcall(load, function()
  while true do end
end)
print("swallowed")
