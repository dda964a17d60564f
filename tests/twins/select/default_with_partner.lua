-- With a partner that waits there is no need for the default.
local out, in_ = chan(), chan()
go(function()
  print("partner got", (out:recv()))
  in_:send(2)
end)
runtime.gosched()
if select{ send(out, 1), default = true } == 1 then
  print("sent")
else
  print("default")
end
runtime.gosched()
local case, v = select{ recv(in_), default = true }
if case == 1 then
  print("got", v)
else
  print("default")
end
