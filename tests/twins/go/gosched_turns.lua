-- Two goroutines that give way take turns.
local wg = sync.waitgroup()
for _, name in ipairs{ "a", "b" } do
  wg:add(1)
  go(function(name)
    defer(wg, "done")
    for i = 0, 3 do
      print(name, i)
      runtime.gosched()
    end
  end, name)
end
wg:wait()
