-- busy-loop, repaired: the loop can be ended, or it does not spin at all.
--
-- A loop that must compute looks for done on each round, in a select with a
-- default, and gives way to the others. A loop that only waits for something
-- has no need to spin: a receive from the channel waits without any work.

local function compute(done, rounds)
  local count = 0
  while true do
    local which = select{ recv(done, "done"), default = true }
    if which == "done" then break end
    count = count + 1
    runtime.gosched()
  end
  rounds:send(count)
end

scenario{
  name = "a loop that looks for done on each round",
  main = function()
    local done, rounds = chan(0, "done"), chan(1, "rounds")
    go("compute", compute, done, rounds)
    for _ = 1, 5 do
      runtime.gosched()
    end
    done:close()
    local count = rounds:recv()
    check.sometimes(count > 0, "it computes until it is told")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "a goroutine that waits instead of polling",
  main = function()
    local ready, seen = chan(0, "ready"), chan(1, "seen")
    go("waiter", function()
      ready:recv()
      seen:send(true)
    end)
    time.sleep("1s")
    ready:close()
    local ok = seen:recv()
    check.always(ok, "woken without a single turn of a loop")
  end,
  expect = always{ pass = true },
}
