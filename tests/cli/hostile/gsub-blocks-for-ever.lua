-- A callback of gsub that waits for ever.
-- status: 1
-- at: here
local ch = chan()
string.gsub("abc", ".", function() ch:recv() end) -- here
