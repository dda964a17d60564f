-- A loop over a channel goes on with what its own body sends.
local work = chan(10)
work:send(5)
local pending = 1
for n in work:range() do
  print(n)
  pending = pending - 1
  for k = 1, n - 1, 2 do
    work:send(k)
    pending = pending + 1
  end
  if pending == 0 then
    work:close()
  end
end
