-- reorder_n: two variables are set one after the other, and seen halfway.
--
-- n - 1 goroutines set a and then b; one looks at both, and sees a set and b
-- not. All who have set a have to wait until it has looked, which gets rarer
-- with n when who runs is drawn by goroutine or by step.
-- Repair: a lock around the two of them.

local function reorder(n, fixed)
  local a, b = sync.atomic(0, "a"), sync.atomic(0, "b")
  local lock = sync.mutex("both")
  local function both(f)
    if fixed then lock:lock() end
    f()
    if fixed then lock:unlock() end
  end
  for _ = 1, n - 1 do
    go("setter", both, function()
      a:store(1)
      b:store(-1)
    end)
  end
  go("checker", both, function()
    if a:load() == 1 then check.always(b:load() == -1, "set by half") end
  end)
end

for _, n in ipairs{ 4, 10, 20 } do
  scenario.pair{
    name = "reorder_" .. n,
    main = function(fixed) reorder(n, fixed) end,
    explore = { runs = n < 20 and 1000 or 5000 },
    expect = sometimes{ assertion = "set by half" },
  }
end
