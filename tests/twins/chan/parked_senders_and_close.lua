-- Close makes the senders that wait panic.
local ch = chan()
local wg = sync.waitgroup()
for i = 1, 2 do
  wg:add(1)
  go(function()
    defer(wg, "done")
    defer(function() print("sender", i, recover()) end)
    ch:send(i)
    print("sent", i)
  end)
  runtime.gosched()
end
print("closing", ch:len())
ch:close()
wg:wait()
local _, ok = ch:recv()
print(ok)
