-- An endless loop in a gsub callback.
-- status: 1 3
-- says: limit|livelock
-- never: swallowed
pcall(string.gsub, "abc", ".", function()
  while true do end
end)
print("swallowed")
