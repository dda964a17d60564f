-- Goroutines and channels with names of a million bytes.
-- status: 1 3
local name = ("n"):rep(1e6)
for i = 1, 20 do
  local ch = chan(0, name .. i)
  go(name .. i, function() ch:recv() end)
end
