-- A select that sends and receives on one channel is no partner of itself.
local ch = chan()
for _ = 1, 20 do
  local what, v = select{
    send(ch, 1, "sent"), recv(ch, "received"), default = true,
  }
  if what ~= "default" then
    print(what, v)
  end
end
print("end")
