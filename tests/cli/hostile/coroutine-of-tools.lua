-- Functions of the tool itself as bodies of coroutines and goroutines.
-- status: 0 1
local ch = chan(1)
local bodies = {
  coroutine.yield, coroutine.running, coroutine.wrap, coroutine.create,
  coroutine.resume, coroutine.status, print, pcall, error, go, func, defer,
  panic, recover, select, chan, ch.send, ch.recv, ch.close, ch.range,
  time.sleep, time.now, runtime.gosched, runtime.num_goroutine, tostring,
  setmetatable, require, load, coroutine.wrap(function() end),
}
for i = 1, #bodies do
  local body = bodies[i]
  pcall(function() coroutine.wrap(body)() end)
  pcall(function() coroutine.wrap(body)(ch, 1) end)
  pcall(function() coroutine.resume(coroutine.create(body), body) end)
end
for i = 1, #bodies do
  local body = bodies[i]
  go(function() pcall(body, 1) end)
  go(function() pcall(body, {}) end)
end
time.sleep("1s")
print("contained")
runtime.exit(0)
