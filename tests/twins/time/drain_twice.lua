-- Draining a timer whose value was received waits for ever.
local t = time.new_timer(time.ms)
t.c:recv()
print("received")
if not t:stop() then
  print("draining")
  t.c:recv()
end
print("not reached")
