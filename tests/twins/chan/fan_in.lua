-- Many senders, one channel; the last to end closes it.
local all = chan()
local wg = sync.waitgroup()
for i = 1, 4 do
  wg:add(1)
  go(function(base)
    defer(wg, "done")
    for k = 0, 2 do
      all:send(base * 10 + k)
    end
  end, i)
end
go(function()
  wg:wait()
  all:close()
end)
local got = {}
for v in all:range() do
  got[#got + 1] = v
end
print(#got)
table.sort(got)
for _, v in ipairs(got) do
  print(v)
end
