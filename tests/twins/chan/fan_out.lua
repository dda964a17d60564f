-- Three workers share the jobs; every job is done once.
local jobs, results = chan(), chan()
for w = 1, 3 do
  go(function(w)
    for j in jobs:range() do
      results:send{ w, j * 2 }
    end
  end, w)
end
go(function()
  for j = 1, 9 do
    jobs:send(j)
  end
  jobs:close()
end)
local sum = 0
for _ = 1, 9 do
  local r = results:recv()
  print("worker", r[1], "gives", r[2])
  sum = sum + r[2]
end
print(sum)
