-- philosophers-n: everybody takes the left fork first.
--
-- Around a table each philosopher needs both forks beside the plate. If all
-- take the left one at the same moment, all wait for the right one: a cycle as
-- long as the table. Repair: one order for all; the last one begins on the
-- right.

local function dine(n, ordered)
  local forks, all = {}, sync.waitgroup("diners")
  for i = 1, n do
    forks[i] = sync.mutex("fork " .. i)
  end
  for i = 1, n do
    local first, second = i, i % n + 1
    if ordered and first > second then
      first, second = second, first
    end
    all:add(1)
    go("philosopher " .. i, function()
      defer(all, "done")
      for _ = 1, 2 do
        forks[first]:lock()
        forks[second]:lock()
        forks[second]:unlock()
        forks[first]:unlock()
      end
    end)
  end
  all:wait()
end

for _, n in ipairs{ 2, 3, 5 } do
  scenario.pair{
    name = n .. " philosophers",
    main = function(fixed)
      dine(n, fixed)
    end,
    expect = {
      sometimes{
        deadlock = {
          { cycle = n },
          {
            count = n, wait = "sync.Mutex.Lock",
            cause = "lock cycle of " .. n, at = "philosophers-n.lua:23",
          },
        },
      },
      always(any{ { pass = true }, { deadlock = { cycle = n } } }),
    },
    explore = { runs = n == 5 and 1000 or 200 },
  }
end
