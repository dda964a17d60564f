local wg = sync.waitgroup()
local n = 0
wg:add(5)
for i = 1, 5 do
  go(function(i)
    defer(wg, "done")
    n = n + i
  end, i)
end
print("started", n)
wg:wait()
print("done", n)
wg:wait()
print("still done")
