-- Without a processor of its own, nobody is interrupted between two lines.
local n = 0
for _ = 1, 1000 do
  go(function() n = n + 1 end)
end
while runtime.num_goroutine() > 1 do
  runtime.gosched()
end
print(n)
