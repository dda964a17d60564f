-- One signal, two kinds of waiters: the wrong one wakes and sleeps again.
local mu = sync.mutex()
local cond = sync.cond(mu)
local ready = {}
local function wait(what)
  mu:lock()
  while not ready[what] do
    cond:wait()
    print("wakes:", what)
  end
  mu:unlock()
  print("has:", what)
end
go(wait, "tea")
runtime.gosched()
go(wait, "coffee")
runtime.gosched()
mu:lock()
ready.coffee = true
cond:signal()
mu:unlock()
select{}
