-- A daisy chain: each goroutine adds one to what comes from its right.

local function link(left, right) left:send(1 + right:recv()) end

local function chain(n)
  local leftmost = chan()
  local left = leftmost
  for _ = 1, n do
    local right = chan()
    go(link, left, right)
    left = right
  end
  left:send(0)
  return leftmost:recv()
end

scenario{
  name = "chain: one value ripples through 10,000 goroutines",
  explore = { strategy = "default" },
  main = function()
    local got = chain(10000)
    assert(got == 10000, "got " .. got)
    assert(time.now() == 0, "time moved")
  end,
}

scenario{
  name = "chain: all 10,000 are alive at once, and gone at the end",
  explore = { strategy = "default" },
  main = function()
    local gate, before = chan(), runtime.num_goroutine()
    for _ = 1, 10000 do go(function() gate:recv() end) end
    time.sleep("1ms")
    assert(runtime.num_goroutine() == before + 10000, "alive")
    gate:close()
    time.sleep("1ms")
    assert(runtime.num_goroutine() == before, "left")
  end,
}

scenario{
  name = "chain: the value is the same in every schedule",
  explore = { strategy = "random", runs = 100 },
  main = function() assert(chain(20) == 20, "value") end,
}
