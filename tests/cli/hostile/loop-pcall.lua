-- An endless loop in pcall: the limit passes through.
-- status: 1 3
-- says: limit|livelock
-- never: swallowed
while true do
  pcall(function()
    while true do end
  end)
  print("swallowed")
end
