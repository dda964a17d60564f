local mu = sync.mutex()
defer(function() print("recovered", recover()) end)
print("unlocking")
mu:unlock()
