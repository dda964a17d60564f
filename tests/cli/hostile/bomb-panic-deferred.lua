-- A hundred thousand deferred calls, each of which panics.
-- status: 1 3
-- says: again|overflow|memory|limit
func(function()
  for _ = 1, 100000 do defer(panic, "again") end
end)()
