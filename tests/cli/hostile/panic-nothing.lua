-- panic without a value, uncaught, in a deferred call.
-- status: 1
func(function() defer(panic) end)()
