-- Started and woken goroutines mixed: the last one readied runs first.
local ch = chan()
for i = 1, 2 do
  go(function(i)
    ch:recv()
    print("woken", i)
  end, i)
  runtime.gosched()
end
go(print, "started", 1)
ch:send(0)
go(print, "started", 2)
ch:send(0)
runtime.gosched()
print("end")
