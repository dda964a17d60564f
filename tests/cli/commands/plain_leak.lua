go(function() chan():recv() end)
