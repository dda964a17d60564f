-- Five receives from five parked senders.
local ch = chan()
local wg = sync.waitgroup()
for i = 1, 5 do
  wg:add(1)
  go(function(i)
    defer(wg, "done")
    ch:send(i)
    print("woken", i)
  end, i)
  runtime.gosched()
end
print("waking")
for _ = 1, 5 do
  print("got", (ch:recv()))
end
print("main goes on")
wg:wait()
