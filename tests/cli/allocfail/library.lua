-- Atomics, maps, sync.map, sync.pool, errgroup, semaphore, singleflight.
-- status: 0
local n, m, sm = sync.atomic(0), map({ 1, 2, 3, x = 4 }), sync.map("sm")
local mu, wg = sync.mutex(), sync.waitgroup()
local buffers = sync.pool{ new = function() return {} end }
for i = 1, 3 do
  wg:go(function()
    n:add(i)
    mu:lock()
    for k = 1, 20 do m[i * 100 + k] = k end
    for k = 1, 18 do m[i * 100 + k] = nil end
    for k, v in pairs(m) do m[k] = v end
    mu:unlock()
    for k = 1, 10 do sm:store(k, i) end
    sm:range(function(k) sm:compare_and_swap(k, i, i + 1) end)
    local b = buffers:get()
    b[1] = i
    buffers:put(b)
  end)
end
wg:wait()
runtime.gc()
local g, ctx = errgroup.new(context.background())
local s, sf = semaphore.new(2), singleflight.new()
g:set_limit(2)
for i = 1, 4 do
  g:go(function()
    s:acquire(ctx)
    defer(s, "release")
    return (select(2, sf:call("k", function() return i, nil end)))
  end)
end
assert(g:wait() == nil)
sm:clear()
time.legacy(true)
local timer = time.new_timer("1ms")
time.sleep("2ms")
assert(not timer:stop() and #timer.c == 1)
print(n:load(), #m, sm:load(1))
