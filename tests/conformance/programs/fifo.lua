-- First in, first out: a buffer's values, and the receivers that wait on an
-- unbuffered channel.

local every = { strategy = "random", runs = 100 }
local N = 10

local function eq(got, want, what)
  if got ~= want then
    error(what .. ": got " .. tostring(got) .. ", want "
      .. tostring(want), 2)
  end
end

scenario{
  name = "fifo: a buffer keeps the order",
  explore = every,
  main = function()
    local ch = chan(N)
    for i = 1, N do ch:send(i) end
    for i = 1, N do eq(ch:recv(), i, "value") end
  end,
}

scenario{
  name = "fifo: a buffer that wraps around keeps the order",
  explore = every,
  main = function()
    local ch, next_out = chan(3), 1
    for i = 1, N do
      ch:send(i)
      if #ch == 3 then
        for _ = 1, 2 do
          eq(ch:recv(), next_out, "value")
          next_out = next_out + 1
        end
      end
    end
  end,
}

scenario{
  name = "fifo: one sender and one receiver keep the order",
  explore = every,
  main = function()
    for cap = 0, 3 do
      local ch, expected = chan(cap), 0
      go(function()
        for i = 1, N do ch:send(i) end
        ch:close()
      end)
      for v in ch:range() do
        expected = expected + 1
        eq(v, expected, "value with cap " .. cap)
      end
      eq(expected, N, "values with cap " .. cap)
    end
  end,
}

-- Each link waits for the one before it to be done, takes a value, and
-- lets the next one go: the values must arrive link by link.
local function link(ch, i, before, after)
  before:recv()
  eq(ch:recv(), i, "value of link " .. i)
  after:send(true)
end

scenario{
  name = "fifo: a chain of waiting receivers is served in order",
  explore = every,
  main = function()
    local ch, first = chan(), chan()
    local last = first
    for i = 1, N do
      local before, after = last, chan()
      go(link, ch, i, before, after)
      last = after
    end
    go(function() first:send(true) end)
    for i = 1, N do ch:send(i) end
    last:recv()
  end,
}
