-- Five are started, then the parent waits: by a channel, a sleep, Gosched.
local function five(what)
  local done = chan(5)
  for i = 1, 5 do
    go(function(i)
      print(what, i)
      done:send(true)
    end, i)
  end
  return done
end
local done = five("channel")
for _ = 1, 5 do
  done:recv()
end
five("sleep")
time.sleep(time.ms)
five("gosched")
runtime.gosched()
print("end")
