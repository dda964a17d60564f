-- A bounded queue from two conditions of one lock.
local mu = sync.mutex()
local not_empty, not_full = sync.cond(mu), sync.cond(mu)
local queue = {}
local done = chan()
go(function()
  for i = 1, 6 do
    mu:lock()
    while #queue == 2 do
      not_full:wait()
    end
    queue[#queue + 1] = i
    print("put", i)
    not_empty:signal()
    mu:unlock()
  end
end)
go(function()
  for _ = 1, 6 do
    mu:lock()
    while #queue == 0 do
      not_empty:wait()
    end
    print("took", table.remove(queue, 1))
    not_full:signal()
    mu:unlock()
  end
  done:send(true)
end)
done:recv()
