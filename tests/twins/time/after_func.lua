-- AfterFunc calls in a goroutine of its own; its timer has no channel.
local done = chan()
local t = time.after_func(2 * time.ms, function()
  print("called", runtime.num_goroutine())
  done:send(true)
end)
print("waiting", t.c == nil or t.c == nilchan, runtime.num_goroutine())
done:recv()
print("stop:", t:stop())
