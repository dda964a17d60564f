-- A buffer of two lets two in at a time.
local room = chan(2)
local wg = sync.waitgroup()
local inside, most = 0, 0
for _ = 1, 8 do
  wg:add(1)
  go(function()
    defer(wg, "done")
    room:send(true)
    defer(function() room:recv() end)
    inside = inside + 1
    if inside > most then
      most = inside
    end
    runtime.gosched()
    runtime.gosched()
    inside = inside - 1
  end)
end
wg:wait()
print("most", most, "inside", inside, "taken", room:len())
