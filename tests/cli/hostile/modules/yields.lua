-- A module that yields while it is loaded.
coroutine.yield("from a module")
return true
