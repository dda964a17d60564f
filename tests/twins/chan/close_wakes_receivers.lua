-- Close wakes the receivers that wait: each gets no value and false.
local ch = chan()
local wg = sync.waitgroup()
for _ = 1, 3 do
  wg:add(1)
  go(function()
    local v, ok = ch:recv()
    print(v, ok)
    wg:done()
  end)
  runtime.gosched()
end
ch:send("for one")
runtime.gosched()
print("closing")
ch:close()
wg:wait()
