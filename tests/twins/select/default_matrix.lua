-- Default is taken when nothing can go on at once, and only then.
local function try(what, ch)
  if select{ send(ch, 1), default = true } == 1 then
    print(what, "sent")
  else
    print(what, "not sent")
  end
  local case, v, ok = select{ recv(ch), default = true }
  if case == 1 then
    print(what, "received", v, ok)
  else
    print(what, "not received")
  end
end
local full = chan(1)
full:send(9)
try("nil", nilchan)
try("unbuffered", chan())
try("buffered", chan(1))
try("full", full)
try("full", full)
