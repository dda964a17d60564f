local mu = sync.rwmutex()
mu:lock()
mu:lock()
