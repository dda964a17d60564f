-- Two streams into one; a stream that has ended becomes the nil channel.
local function stream(from, to)
  local ch = chan()
  go(function()
    for i = from, to - 1 do
      ch:send(i)
    end
    ch:close()
  end)
  return ch
end
local a, b = stream(0, 5), stream(100, 120)
local n, sum = 0, 0
while a ~= nilchan or b ~= nilchan do
  local what, v, ok = select{ recv(a, "a"), recv(b, "b") }
  if ok then
    n = n + 1
    sum = sum + v
  elseif what == "a" then
    a = nilchan
  else
    b = nilchan
  end
end
print(n, sum)
