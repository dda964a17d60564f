local mu = sync.rwmutex()
mu:lock()
print("writing")
mu:runlock()
