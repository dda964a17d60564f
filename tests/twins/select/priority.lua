-- Two selects, one after the other, prefer one channel.
local urgent, normal = chan(5), chan(5)
for _, s in ipairs{ "n1", "n2", "n3" } do
  normal:send(s)
end
for _, s in ipairs{ "u1", "u2" } do
  urgent:send(s)
end
for _ = 1, 5 do
  local what, s = select{ recv(urgent), default = true }
  if what == "default" then
    what, s = select{ recv(urgent), recv(normal) }
  end
  print(s)
end
