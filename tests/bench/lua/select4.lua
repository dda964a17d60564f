-- A receiver selects over four unbuffered channels, each fed by a producer of
-- its own; N messages in all, N/4 from each.
local n = tonumber(arg[1])
local each = math.floor(n / 4)
local a, b, c, d = chan(), chan(), chan(), chan()

local function produce(ch)
  for i = 1, each do
    ch:send(i)
  end
end

for _, ch in ipairs{a, b, c, d} do
  go(produce, ch)
end

local cases = {recv(a), recv(b), recv(c), recv(d)} -- as Go's, built once
local sum = 0
for _ = 1, 4 * each do
  local _, v = select(cases)
  sum = sum + v
end
assert(sum == 4 * each * (each + 1) / 2, "wrong sum")
