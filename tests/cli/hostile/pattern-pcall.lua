-- The same behind pcall: it cannot be swallowed.
-- status: 1 3
-- says: limit|time
-- never: swallowed
for _ = 1, 3 do
  pcall(string.find, ("a"):rep(200), (".-"):rep(10) .. "b")
  print("swallowed")
end
