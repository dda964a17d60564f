-- first-response-ctx: the losers leave as soon as the race is decided.
--
-- The caller cancels a context when it returns; each back end waits for that
-- cancel beside its work and beside its send. So the losers neither leak nor
-- work on for nobody, which a buffered channel cannot promise.
-- The rule: whatever may block for long also waits for `ctx:done()`.

local backends = { "east", "north", "west" }

local function ask(ctx, backend, replies)
  local work = time.after(math.random(10, 100) * time.ms)
  local which = select{ recv(work, "worked"), recv(ctx:done(), "done") }
  if which == "done" then return end
  select{ send(replies, "reply from " .. backend), recv(ctx:done()) }
end

local first_response = func(function(parent)
  local ctx, cancel = context.with_cancel(parent)
  defer(cancel)
  local replies = chan(0, "replies")
  for _, backend in ipairs(backends) do
    go("backend " .. backend, ask, ctx, backend, replies)
  end
  local reply = replies:recv()
  return reply
end)

scenario{
  name = "the losers leave through the context",
  main = function()
    local reply = first_response(context.background())
    check.always(reply:find("^reply from "), "the caller has its answer")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "the losers leave at once, not when their work is done",
  main = function()
    local before = runtime.num_goroutine()
    for _ = 1, 5 do
      first_response(context.background())
      time.sleep("1ns") -- the shortest time in which all else has settled
      check.always(runtime.num_goroutine() == before, "nobody works on")
    end
  end,
  expect = always{ pass = true },
}
