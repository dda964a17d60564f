-- Cases are switched on and off by the nil channel: a buffer without end.
local function buffer(in_, out)
  local held = {}
  while in_ ~= nilchan or #held > 0 do
    local to = #held > 0 and out or nilchan
    local what, v, ok = select{ recv(in_, "in"), send(to, held[1], "out") }
    if what == "out" then
      table.remove(held, 1)
    elseif ok then
      held[#held + 1] = v
    else
      in_ = nilchan
    end
  end
  out:close()
end
local in_, out = chan(), chan()
go(buffer, in_, out)
for i = 0, 19 do
  in_:send(i)
end
in_:close()
local n = 0
for v in out:range() do
  if v ~= n then
    print("out of order", v)
  end
  n = n + 1
end
print(n)
