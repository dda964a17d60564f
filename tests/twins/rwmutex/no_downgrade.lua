-- Nor the writer a reader.
local mu = sync.rwmutex()
mu:lock()
print("writing")
mu:rlock()
print("reading")
