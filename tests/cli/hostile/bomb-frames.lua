-- Frames in frames without end.
-- status: 1 3
-- says: stack|memory|limit
local f
f = func(function()
  defer(function() end)
  f()
end)
f()
