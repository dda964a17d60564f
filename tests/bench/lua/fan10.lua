-- One producer, one unbuffered channel, ten workers; N messages.
local n = tonumber(arg[1])
local jobs = chan()
local total = 0 -- goroutines change hands at operations only
local wg = sync.waitgroup()

for _ = 1, 10 do
  wg:add(1)
  go(function()
    defer(wg, "done")
    local count = 0
    for _ in jobs:range() do
      count = count + 1
    end
    total = total + count
  end)
end
for i = 1, n do
  jobs:send(i)
end
jobs:close()
wg:wait()
assert(total == n, "wrong count")
