-- Livelocks: when a loop that only polls has gone round for long enough.
local t = require "lib.t"

local function declare(name, livelock, rounds, expect)
  scenario{
    name = "livelock: " .. name, livelock = livelock,
    explore = { strategy = "default" },
    main = function()
      local ch, n = chan(), 0
      repeat
        select{ recv(ch), default = true }
        n = n + 1
      until n == rounds
    end,
    expect = expect,
  }
end

declare("a loop that ends in time is none", nil, 500000,
  always{ pass = true })
declare("it is one for who is less patient", 100000, 500000,
  always{ livelock = true })
declare("and none for who has more patience than the loop", 600000, 500000,
  always{ pass = true })
declare("two million is what is meant by default", nil, 3000000,
  always{ livelock = true })

scenario{
  name = "livelock: bare computing counts as well",
  main = function() while true do end end,
  livelock = 10000, explore = { strategy = "default" },
  expect = always{ livelock = true },
}

scenario{
  name = "livelock: patience is a whole number, ten thousand or more",
  main = function()
    for _, n in ipairs{ 9999, 0.5, -1, 0 / 0 } do
      t.fails("livelock must be a whole number from 10000 on", scenario,
        { name = "x", main = print, livelock = n })
    end
  end,
}

-- A loop that never comes to the scheduler gives way all the same, whoever
-- decides: else the other one's write would not be seen.
for _, strategy in ipairs{ "dpor", "dfs", "delay", "pct" } do
  scenario{
    name = "livelock: bare computing lets others go first: " .. strategy,
    main = function()
      local x = shared(0, "x")
      go(function() x:set(1) end)
      x:set(2)
      while true do end
    end,
    livelock = 100000,
    explore = { strategy = strategy, runs = 5 },
    expect = always{ livelock = true, race = { name = "x" } },
  }
end
