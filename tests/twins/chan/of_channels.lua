-- Channels are values: one is sent through another, and is still the same.
local post = chan(2)
local a, b = chan(1), chan(1)
post:send(a)
post:send(b)
local x, y = post:recv(), (post:recv())
print(x == a, y == b, x == y, a == nilchan)
x:send("hello")
print(a:recv(), b:len())
local seen = { [a] = 1, [b] = 2 }
print(seen[x], seen[y])
