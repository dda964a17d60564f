-- twostage_n: two variables, each under a lock of its own.
--
-- n - 1 goroutines set the one and then the other; one reads the first, finds
-- it set, and reads the second, which is not: it came between the two stages
-- of the first goroutine that ran, and no other one had ended.
-- Repair: the second is set before the first lock is given back.

local function twostage(n, fixed)
  local lock1, lock2 = sync.mutex("one"), sync.mutex("two")
  local one, two = 0, 0
  local function set_two()
    lock2:lock()
    two = one + 1
    lock2:unlock()
  end
  for _ = 1, n - 1 do
    go("writer", function()
      lock1:lock()
      one = 1
      if fixed then set_two() end
      lock1:unlock()
      if not fixed then set_two() end
    end)
  end
  go("reader", function()
    lock1:lock()
    local first = one
    lock1:unlock()
    if first == 0 then return end
    lock2:lock()
    local second = two
    lock2:unlock()
    check.always(second == first + 1, "one stage of two")
  end)
end

for _, n in ipairs{ 2, 20, 50 } do
  scenario.pair{
    name = "twostage_" .. n,
    main = function(fixed) twostage(n, fixed) end,
    explore = { runs = 5000 },
    expect = sometimes{ assertion = "one stage of two" },
  }
end
