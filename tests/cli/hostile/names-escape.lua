-- Names that steer terminals and forge lines: none gets through.
-- status: 1
-- says: chan receive
-- never-starts: FORGED
local evil = "\27[2J\27[31mred\27[0m\7\8\r\n\rFORGED\0LINE\200\255\27]0;t\7"
local ch = chan(0, evil)
go(evil, function() ch:recv() end)
local mu = sync.mutex(evil)
mu:lock()
go(evil, function() mu:lock() end)
go("a\nFORGED LINE", function() ch:recv() end)
