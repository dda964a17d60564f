-- A reader given to load that never comes to an end.
-- status: 1 3
-- says: limit|livelock|memory
-- never: swallowed
pcall(load, function() return "x = 1 " end)
print("swallowed")
