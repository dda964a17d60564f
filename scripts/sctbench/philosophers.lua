-- philosophers: each takes the fork to his left, then the one to his right.
--
-- When all of them have the left one, nobody gets a right one. That needs
-- every one of them to stop in the middle: the more there are, the rarer it is
-- by chance. Repair: the last one begins with the right fork.

local function table_of(n, fixed)
  local forks, all = {}, sync.waitgroup()
  for i = 1, n do forks[i] = sync.mutex("fork " .. i) end
  for i = 1, n do
    local left, right = forks[i], forks[i % n + 1]
    if fixed and i == n then left, right = right, left end
    all:go(function()
      left:lock()
      right:lock()
      right:unlock()
      left:unlock()
    end)
  end
  all:wait()
end

for _, n in ipairs{ 3, 5, 8 } do
  scenario.pair{
    name = "philosophers_" .. n,
    main = function(fixed) table_of(n, fixed) end,
    explore = { runs = n < 8 and 1000 or 5000 },
    expect = sometimes{ deadlock = { cycle = n } },
  }
end
