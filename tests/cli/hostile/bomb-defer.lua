-- Deferred calls without end.
-- status: 1 3
-- says: memory|limit
func(function()
  while true do defer(function() end) end
end)()
