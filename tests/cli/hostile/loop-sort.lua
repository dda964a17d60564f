-- An endless loop in a comparator.
-- status: 1 3
-- says: limit|livelock
-- never: swallowed
pcall(table.sort, { 3, 1, 2 }, function()
  while true do end
end)
print("swallowed")
