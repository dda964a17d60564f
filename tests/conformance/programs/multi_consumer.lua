-- Many workers take from one queue and pass on to another: every value
-- arrives once.

-- A worker steps aside at values that its own number picks, so that the
-- workers fall out of step.
local function work(number, queue, results)
  for v in queue:range() do
    if v % (number + 2) == 0 then runtime.gosched() end
    results:send(v)
  end
end

local function feed(queue, n)
  local sum = 0
  for i = 1, n do
    local v = (i * 7919) % 1009
    sum = sum + v
    queue:send(v)
  end
  queue:close()
  return sum
end

local function consume(workers, n, cap)
  local queue, results = chan(cap), chan(cap)
  local wg, fed = sync.waitgroup(), nil
  for number = 1, workers do
    wg:go(function() work(number, queue, results) end)
  end
  go(function()
    fed = feed(queue, n)
    wg:wait()
    results:close()
  end)
  local sum, count = 0, 0
  for v in results:range() do
    sum, count = sum + v, count + 1
  end
  assert(count == n, "got " .. count .. " of " .. n)
  assert(sum == fed, "sum is " .. sum .. ", fed " .. fed)
end

scenario{
  name = "multi consumer: 23 workers, 10,000 values",
  explore = { strategy = "default" },
  main = function() consume(23, 10000, 69) end,
}

scenario{
  name = "multi consumer: 4 workers in every schedule",
  explore = { strategy = "random", runs = 100 },
  main = function()
    for cap = 0, 2 do consume(4, 12, cap) end
  end,
}
