-- A comparator that waits for ever.
-- status: 1
-- at: here
local ch = chan()
table.sort({ 3, 1, 2 }, function() ch:recv() end) -- here
