-- Readers share, a writer does not.
local mu = sync.rwmutex()
local wg = sync.waitgroup()
local inside, most = 0, 0
for _ = 1, 4 do
  wg:add(1)
  go(function()
    defer(wg, "done")
    mu:rlock()
    inside = inside + 1
    if inside > most then
      most = inside
    end
    runtime.gosched()
    inside = inside - 1
    mu:runlock()
  end)
end
wg:wait()
print("readers", most)
most = 0
for _ = 1, 4 do
  wg:add(1)
  go(function()
    defer(wg, "done")
    mu:lock()
    inside = inside + 1
    if inside > most then
      most = inside
    end
    runtime.gosched()
    inside = inside - 1
    mu:unlock()
  end)
end
wg:wait()
print("writers", most)
