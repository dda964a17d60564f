-- A sender that selects among four channels, four goroutines that merge
-- them again: every value arrives, and none of them twice.

-- Offers each number on all of `outs` at once, then closes them.
local function spread(n, outs)
  for i = 1, n do
    select{
      send(outs[1], i), send(outs[2], i), send(outs[3], i), send(outs[4], i),
    }
  end
  for _, out in ipairs(outs) do out:close() end
end

local function forward(from, to)
  for v in from:range() do to:send(v) end
end

local function merge(sources, to)
  local wg = sync.waitgroup()
  for _, from in ipairs(sources) do
    wg:go(function() forward(from, to) end)
  end
  go(function()
    wg:wait()
    to:close()
  end)
end

local function no_value_twice(n)
  local seen, total, merged = {}, 0, chan()
  local lanes = { chan(), chan(), chan(), chan() }
  go(spread, n, lanes)
  merge(lanes, merged)
  for v in merged:range() do
    assert(not seen[v], "got twice: " .. v)
    seen[v] = true
    total = total + 1
  end
  assert(total == n, "got " .. total .. " of " .. n)
end

scenario{
  name = "double select: 20,000 values over four lanes, none twice",
  explore = { strategy = "default" },
  main = function() no_value_twice(20000) end,
}

scenario{
  name = "double select: none twice in any schedule",
  explore = { strategy = "random", runs = 100 },
  main = function() no_value_twice(20) end,
}
