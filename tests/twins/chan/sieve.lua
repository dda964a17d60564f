-- The prime sieve: each prime is a filter behind the one before.
local function count(out)
  local i = 2
  while true do
    out:send(i)
    i = i + 1
  end
end
local function filter(in_, out, prime)
  for n in in_:range() do
    if n % prime ~= 0 then
      out:send(n)
    end
  end
end
local ch = chan()
go(count, ch)
for _ = 1, 25 do
  local prime = ch:recv()
  print(prime)
  local next_ = chan()
  go(filter, ch, next_, prime)
  ch = next_
end
