-- A panic in a deferred call: all that were not recovered are shown.
defer(print, "runs still")
defer(function() panic("third") end)
defer(function() panic("second") end)
panic("first")
