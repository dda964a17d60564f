-- A case on the nil channel is never chosen, whatever else there is.
local none = nilchan
local ready = chan(1)
for i = 1, 50 do
  ready:send(i)
  local what, v = select{
    recv(none, "received from nil"), send(none, 1, "sent on nil"),
    recv(ready, "ready"),
  }
  if what ~= "ready" then
    print(what)
  elseif v ~= i then
    print("wrong", v)
  end
end
print("end")
