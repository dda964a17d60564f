-- Both of two sends are possible: zeros and ones come, about as many.
local bits = chan()
go(function()
  while true do
    select{ send(bits, 0), send(bits, 1) }
  end
end)
local n = { [0] = 0, 0 }
for _ = 1, 2000 do
  local bit_ = bits:recv()
  n[bit_] = n[bit_] + 1
end
print(n[0] > 800, n[1] > 800, n[0] + n[1])
