-- A member may add more members before it is done.
local wg = sync.waitgroup()
local n = 0
local visit
visit = func(function(depth)
  defer(wg, "done")
  n = n + 1
  for _ = 1, depth do
    wg:add(1)
    go(visit, depth - 1)
  end
end)
wg:add(1)
go(visit, 4)
wg:wait()
print(n)
