-- etcd_8194: a test's background loop outlives it and reads a global.
--
-- The test of granting leaves a lessor behind whose loop revokes expired
-- leases at a rate that is a global of the package. The next test lowers that
-- global and puts it back, with nothing between it and the loop's reads: a
-- data race. Nor could the loop be stopped: this test makes its lessor
-- without channels, so `stop` is nil and never ready, and when the loop ends
-- by itself, after ten rounds, its deferred close is of the nil `done`. The
-- program is gone if it still lives by then, which is why the bug shows here
-- as a panic with a race beside it.
-- Repair: every lessor has its channels, and a test stops what it started.

local revoke_rate = shared(1000, "revoke rate")

local function revoke_loop(lessor)
  defer(lessor.done, "close")
  for _ = 1, 10 do
    local batch = math.min(#lessor.expired, revoke_rate:get() / 2)
    for n = 1, batch do
      local stop = select{ recv(lessor.stop, "stop"), default = true }
      if stop == "stop" then return end
      lessor.revoked[n] = lessor.expired[n]
    end
    local pause = time.after("5ms")
    if select{ recv(pause), recv(lessor.stop, "stop") } == "stop" then
      return
    end
  end
end

local function new_lessor(stop, done)
  local lessor = {
    stop = stop, done = done, expired = { "lease 7", "lease 9" }, revoked = {},
  }
  go("revoke loop", revoke_loop, lessor)
  return lessor
end

local function test_grant(fixed)
  if not fixed then return new_lessor(nilchan, nilchan) end
  local lessor = new_lessor(chan(0, "stop"), chan(0, "done"))
  lessor.stop:close()
  lessor.done:recv()
end

local test_renewals_pile_up = func(function()
  defer(revoke_rate, "set", revoke_rate:get())
  revoke_rate:set(10)
end)

scenario.pair{
  name = "a test changes the rate of the last test's loop",
  main = function(fixed)
    test_grant(fixed)
    test_renewals_pile_up()
  end,
  expect = always{
    panic = "close of nil channel", race = { name = "revoke rate" },
  },
}
