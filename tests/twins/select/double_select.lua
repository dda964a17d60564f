-- A value that four send cases offer is delivered once.
local ch = {}
for i = 1, 4 do
  ch[i] = chan()
end
local all, done = chan(), chan()
go(function()
  for i = 1, 500 do
    select{ send(ch[1], i), send(ch[2], i), send(ch[3], i), send(ch[4], i) }
  end
  for i = 1, 4 do
    ch[i]:close()
  end
end)
for i = 1, 4 do
  go(function(in_)
    for v in in_:range() do
      all:send(v)
    end
    done:send(true)
  end, ch[i])
end
go(function()
  for _ = 1, 4 do
    done:recv()
  end
  all:close()
end)
local seen, n = {}, 0
for v in all:range() do
  if seen[v] then
    print("twice", v)
  end
  seen[v] = true
  n = n + 1
end
print(n)
