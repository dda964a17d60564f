-- Both send before they receive: neither ever does.
local a, b = chan(), chan()
go(function()
  a:send(1)
  print("sent on a", (b:recv()))
end)
b:send(2)
print("sent on b", (a:recv()))
