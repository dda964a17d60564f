-- Selects of all sizes, ready and waiting, with and without default.
-- status: 0
local channels, got = {}, 0
for i = 1, 10 do channels[i] = chan(i % 2) end
for i = 1, 10 do
  go(function()
    for _ = 1, 3 do
      select{ send(channels[i], i, "sent"), recv(nilchan, "never") }
    end
  end)
end
for _ = 1, 30 do
  local cases = {}
  for i = 1, 10 do cases[i] = recv(channels[i], "from " .. i) end
  local label, v = select(cases)
  assert(label == "from " .. v)
  got = got + v
end
for _ = 1, 5 do
  local label = select{
    recv(channels[1], "late"), recv(time.after("1ms"), "timeout"),
  }
  assert(label == "timeout")
  assert(select{ recv(channels[2]), default = true } == "default")
end
assert(got == 165)
print(got)
