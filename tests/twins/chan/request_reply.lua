-- Requests carry the channel for their answer.
local requests = chan()
go(function()
  local sum = 0
  for r in requests:range() do
    sum = sum + r.n
    r.reply:send(sum)
  end
end)
for i = 1, 4 do
  local r = { n = i, reply = chan() }
  requests:send(r)
  print(i, (r.reply:recv()))
end
requests:close()
