-- Five philosophers who take the lower fork first all get to eat.
local forks, meals = {}, {}
local wg = sync.waitgroup()
for i = 0, 4 do
  forks[i], meals[i] = sync.mutex(), 0
end
for i = 0, 4 do
  wg:add(1)
  go(function(i)
    defer(wg, "done")
    local low, high = i, (i + 1) % 5
    if low > high then
      low, high = high, low
    end
    for _ = 1, 3 do
      forks[low]:lock()
      runtime.gosched()
      forks[high]:lock()
      meals[i] = meals[i] + 1
      runtime.gosched()
      forks[high]:unlock()
      forks[low]:unlock()
    end
  end, i)
end
wg:wait()
print(meals[0], meals[1], meals[2], meals[3], meals[4])
