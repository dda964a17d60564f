-- One value runs through a thousand goroutines, each of which adds one.
local function link(left, right) left:send(1 + right:recv()) end
local first = chan()
local left = first
local right
for _ = 1, 1000 do
  right = chan()
  go(link, left, right)
  left = right
end
right:send(0)
print((first:recv()))
