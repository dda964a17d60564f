-- Five sends to five parked selects.
local ch, other = chan(), chan()
local wg = sync.waitgroup()
for i = 1, 5 do
  wg:add(1)
  go(function(i)
    defer(wg, "done")
    select{ recv(other), recv(ch) }
    print("woken", i)
  end, i)
  runtime.gosched()
end
print("waking")
for i = 0, 4 do
  ch:send(i)
end
print("main goes on")
wg:wait()
