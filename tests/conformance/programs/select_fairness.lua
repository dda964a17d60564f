-- A select among two sources that never run dry, and two that never give
-- anything, takes from each of the two half of the time.

local trials = 10000

local function full_channel(v)
  local ch = chan(trials + 1)
  for _ = 1, trials + 1 do ch:send(v) end
  return ch
end

-- Passes on what it picks until told to quit.
local function pick(a, b, idle, out, quit)
  while true do
    local _, v = select{ recv(idle), recv(idle), recv(a), recv(b) }
    if select{ send(out, v), recv(quit, "quit") } == "quit" then return end
  end
end

scenario{
  name = "select fairness: two ready cases of four share 10,000 picks",
  explore = { strategy = "default" },
  main = function()
    local out, quit, count = chan(), chan(), { a = 0, b = 0 }
    go(pick, full_channel("a"), full_channel("b"), chan(), out, quit)
    for _ = 1, trials do
      local v = out:recv()
      count[v] = count[v] + 1
    end
    quit:close()
    -- Ten standard deviations: sqrt(10000 * 1/2 * 1/2) is 50.
    assert(math.abs(count.a - trials / 2) <= 500, count.a .. " from a")
    assert(count.a + count.b == trials, "picks")
  end,
}
