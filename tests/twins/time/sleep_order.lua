-- Sleepers wake in the order of their times.
local out = chan()
for _, n in ipairs{ 30, 10, 50, 20, 40 } do
  go(function(n)
    time.sleep(n * time.ms)
    out:send(n)
  end, n)
end
for _ = 1, 5 do
  print((out:recv()))
end
