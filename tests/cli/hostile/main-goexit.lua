-- goexit of main, with others that block and deferred calls that fail.
-- status: 1
go(function() chan():recv() end)
defer(function() recover() end)
defer(function() panic("in a deferred call") end)
runtime.goexit()
