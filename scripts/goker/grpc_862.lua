-- grpc_862: a connection attempt that nobody calls off.
--
-- Dialling starts a goroutine that tries to connect until it is told to
-- stop, with a pause that grows from try to try. The dialler gives up after
-- its own timeout and returns an error; the half-made connection, whose close
-- would end the goroutine, is dropped. The goroutine is never stuck for good,
-- each pause ends: it is alive when it should be gone.
-- Repair: a dialler that fails closes what it has made.

local function reconnect(ctx)
  local pause = 1 * time.second
  while true do
    local attempt, cancel = context.with_timeout(ctx, "20ms")
    attempt:done():recv() -- nobody answers
    cancel()
    if select{ recv(ctx:done(), "closed"), default = true } == "closed" then
      return
    end
    local what = select{
      recv(time.after(pause), "again"), recv(ctx:done(), "closed"),
    }
    if what == "closed" then return end
    pause = math.min(2 * pause, 2 * time.minute)
  end
end

local function dial(ctx, fixed)
  local life, close = context.with_cancel(context.background())
  go("reconnect", reconnect, life)
  ctx:done():recv()
  if fixed then close() end
  return nil, ctx:err()
end

scenario.pair{
  name = "a dial that times out leaves a reconnect loop",
  main = function(fixed)
    local ctx, cancel = context.with_timeout(context.background(), "3s")
    defer(cancel)
    local conn, err = dial(ctx, fixed)
    check.always(not conn and err == context.deadline_exceeded, "gave up")
  end,
  expect = always{
    leak = {
      { count = 1 },
      { count = 1, name = "reconnect" },
    },
  },
}
