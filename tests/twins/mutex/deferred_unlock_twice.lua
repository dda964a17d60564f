-- A deferred unlock after an unlock by hand is fatal, in a panic too.
local mu = sync.mutex()
defer(function() print("recovered", recover()) end)
mu:lock()
defer(mu, "unlock")
mu:unlock()
print("panicking")
panic("boom")
