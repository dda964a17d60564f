-- Goroutines in a tree, waves that reuse what ended, names, locks, exits.
-- status: 0
local wg, mu, n = sync.waitgroup("tree"), sync.mutex("count"), 0
local function tree(depth)
  defer(wg, "done")
  mu:lock()
  n = n + 1
  mu:unlock()
  if depth == 0 then runtime.goexit() end
  for side = 1, 2 do
    wg:add(1)
    go("node " .. depth .. "/" .. side, tree, depth - 1)
  end
end
wg:add(1)
go("root", tree, 5)
wg:wait()
for _ = 1, 5 do
  for _ = 1, 50 do wg:go(function() runtime.gosched() end) end
  wg:wait()
end
local once = sync.once()
for _ = 1, 10 do
  wg:go(function() once:call(function() time.sleep("1ms") n = n + 1 end) end)
end
wg:wait()
assert(n == 64 and #runtime.goroutines() == 1)
print(n, #runtime.stack(true) > 0)
