-- Close ends five loops.
local ch = chan()
local wg = sync.waitgroup()
for i = 1, 5 do
  wg:add(1)
  go(function(i)
    defer(wg, "done")
    for _ in ch:range() do end
    print("woken", i)
  end, i)
  runtime.gosched()
end
print("waking")
ch:close()
print("main goes on")
wg:wait()
