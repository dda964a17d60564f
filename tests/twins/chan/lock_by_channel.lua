-- A buffer of one is a lock.
local lock, done = chan(1), chan()
local n = 0
for _ = 1, 10 do
  go(function()
    lock:send(true)
    local v = n
    runtime.gosched()
    n = v + 1
    lock:recv()
    done:send(true)
  end)
end
for _ = 1, 10 do
  done:recv()
end
print(n)
