-- Nothing wakes who waits for a timer that was stopped.
local t = time.new_timer(time.hour)
go(function()
  print("stopped:", t:stop())
end)
t.c:recv()
