local mu = sync.rwmutex()
mu:rlock()
print("reading")
mu:unlock()
