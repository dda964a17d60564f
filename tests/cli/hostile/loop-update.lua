-- An endless loop in the update of a shared variable.
-- status: 1 3
-- says: limit|livelock
shared(1):update(function()
  while true do end
end)
