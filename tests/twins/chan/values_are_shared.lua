-- A pointer is sent as such: both sides see one thing.
local ch, back = chan(), chan()
go(function()
  local b = ch:recv()
  b.n = b.n + 1
  back:send(b)
end)
local b = { n = 41 }
ch:send(b)
local c = back:recv()
print(b.n, c == b)
