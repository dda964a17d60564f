-- An endless loop in a condition that is waited for.
-- status: 1 3
-- says: limit|livelock
check.eventually(function()
  while true do end
end, "1s")
