-- A reader cannot become the writer.
local mu = sync.rwmutex()
mu:rlock()
print("reading")
mu:lock()
print("writing")
