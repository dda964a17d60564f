-- Go semantics, section 4: which of several ready cases is taken.
local t = require "lib.t"
local eq, every = t.eq, t.every
local once = { strategy = "default" }

scenario{
  name = "4.3 a receive looks at the buffer before the close",
  explore = every,
  main = function()
    local ch, other = chan(1), chan()
    ch:send(1)
    ch:close()
    local case, v, ok = select{ recv(ch), recv(other) }
    eq(case, 1, "case")
    eq(v, 1, "value")
    eq(ok, true, "ok")
    eq(select(3, select{ recv(ch), recv(other) }), false, "ok at the end")
  end,
}

scenario{
  name = "4.3 a receive from a full buffer takes in the parked sender",
  explore = every,
  main = function()
    local ch, other = chan(1), chan()
    ch:send(1)
    go(function() ch:send(2) end)
    time.sleep("1ms")
    eq(select(2, select{ recv(ch), recv(other) }), 1, "first value")
    eq(#ch, 1, "len right after it")
    eq(select(2, select{ recv(ch), recv(other) }), 2, "second value")
  end,
}

scenario{
  name = "4.3 a send looks at the close before the room",
  explore = every,
  main = function()
    local ch, other = chan(1), chan()
    ch:close()
    local ok, err = pcall(function()
      select{ send(ch, 1), recv(other) }
    end)
    eq(ok, false, "send succeeded")
    eq(err, "send on closed channel", "text")
  end,
}

scenario{
  name = "4.3 a send looks at parked receivers before the room",
  explore = every,
  main = function()
    local ch, other, got = chan(1), chan(), nil
    go(function() got = ch:recv() end)
    time.sleep("1ms")
    select{ send(ch, 9), recv(other) }
    eq(#ch, 0, "len")
    time.sleep("1ms")
    eq(got, 9, "value")
  end,
}

-- Counts what a receiver sees of 100 selects that offer it 0 and 1.
local function count_offers(cap)
  local n, ch, result = 100, chan(cap), chan()
  go(function()
    local ones = 0
    for _ = 1, n do
      runtime.gosched()
      ones = ones + ch:recv()
    end
    result:send(ones)
  end)
  for _ = 1, n do select{ send(ch, 1), send(ch, 0) } end
  return result:recv()
end

scenario{
  name = "4.3 two sends on one channel: each is taken more than one time"
    .. " in ten",
  explore = once,
  main = function()
    for _, cap in ipairs{ 0, 100 } do
      local ones = count_offers(cap)
      assert(ones > 10 and ones < 90, ones .. " of 100 with cap " .. cap)
    end
  end,
}

scenario{
  name = "4.3 five ready cases: each is taken about 2,000 times in 10,000",
  explore = once,
  main = function()
    local count, ch = { 0, 0, 0, 0, 0 }, chan(1)
    for _ = 1, 10000 do
      local i = select{
        send(ch, 1), send(ch, 2), send(ch, 3), send(ch, 4), send(ch, 5),
      }
      eq(ch:recv(), i, "the value of case " .. i)
      count[i] = count[i] + 1
    end
    -- Ten standard deviations: sqrt(10000 * 1/5 * 4/5) is 40.
    for i = 1, 5 do
      assert(math.abs(count[i] - 2000) <= 400, "case " .. i .. ": "
        .. count[i])
    end
  end,
}

scenario{
  name = "4.4 a closed send panics only when it is reached before another"
    .. " ready case",
  explore = every,
  main = function()
    local closed, open = chan(1), chan(1)
    closed:close()
    eq(select{ send(closed, 1), send(open, 2) }, 2, "case")
  end,
  expect = {
    sometimes{ panic = "send on closed channel" },
    sometimes{ pass = true },
    always(any{ { pass = true }, { panic = "send on closed channel" } }),
  },
}

scenario{
  name = "4.4 a closed send that is the only ready case always panics",
  explore = every,
  main = function()
    local closed, idle = chan(1), chan()
    closed:close()
    select{ recv(idle), send(closed, 1), send(idle, 1) }
  end,
  expect = always{ panic = "send on closed channel" },
}

-- The outcome of a run is told by the panic that ends it.
local function each_case_sometimes(n)
  local all = {}
  for i = 1, n do all[i] = sometimes{ panic = "chose case " .. i } end
  return all
end

scenario{
  name = "4.9 exploring reaches every ready case of three",
  explore = every,
  main = function()
    local ch = chan(1)
    local i = select{ send(ch, 1), send(ch, 2), send(ch, 3) }
    panic("chose case " .. i)
  end,
  expect = each_case_sometimes(3),
}

scenario{
  name = "4.9 exploring reaches every mix of receive, send and close",
  explore = every,
  main = function()
    local full, room, closed = chan(1), chan(1), chan()
    full:send(1)
    closed:close()
    panic("chose case "
      .. select{ recv(full), send(room, 1), recv(closed) })
  end,
  expect = each_case_sometimes(3),
}

scenario{
  name = "4.9 exploring never takes a case that is not ready",
  explore = every,
  main = function()
    local ready, idle = chan(1), chan()
    eq(select{ recv(idle), recv(ready), send(ready, 1) }, 3, "case")
  end,
}
