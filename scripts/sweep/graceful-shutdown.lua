-- graceful-shutdown, swept: a cancel, a panic, a delay at every operation.
--
-- Surviving means: every client gets an answer or is told that there is none,
-- the pool is closed after the last handler has left, and nobody is left
-- behind. A handler that panics recovers. The bad twin's clients wait for an
-- answer only, it counts a handler off at the end of its body, and it closes
-- the pool a second after the signal, handlers or not.

local function handle(fixed, db, request, handlers)
  if fixed then defer(handlers, "done") end
  defer(request.reply, "close")
  defer(function() recover() end)
  check.always(not db.closed, "the pool is open while it is used")
  time.sleep("100ms")
  check.always(not db.closed, "the pool is open while it is used")
  request.reply:send("sold")
  if not fixed then handlers:done() end
end

local function serve(ctx, fixed, db, requests, handlers)
  while true do
    local which, request = select{ recv(ctx:done(), "stop"), recv(requests) }
    if which == "stop" then return end
    handlers:add(1)
    go("handler", handle, fixed, db, request, handlers)
  end
end

local function buy(ctx, fixed, requests)
  local request = { reply = chan(1, "reply") }
  if not fixed then
    requests:send(request)
  elseif select{ send(requests, request), recv(ctx:done(), "stop") } == "stop"
  then
    return
  end
  request.reply:recv()
end

local function run(fixed)
  local ctx, cancel = context.with_cancel(context.background())
  local requests, db = chan(0, "requests"), { closed = false }
  local handlers = sync.waitgroup("handlers")
  local clients, served = sync.waitgroup("clients"), chan(0, "served")
  go("server", function()
    defer(served, "close")
    serve(ctx, fixed, db, requests, handlers)
  end)
  for _ = 1, 3 do clients:go(buy, ctx, fixed, requests) end
  select{ recv(time.after("1s")), recv(ctx:done()) } -- the signal
  cancel()
  if fixed then
    served:recv()
    handlers:wait()
  else
    time.sleep("1s")
  end
  db.closed = true
  clients:wait()
  if not fixed then handlers:wait() end
end

local sweeps = {
  { "cancel", { deadlock = true } },
  { "panic", { deadlock = true }, goroutine = "handler",
    at = { "chan.send", "sleep" } },
  { "delay", { assertion = true }, by = "10s" },
}

for _, s in ipairs(sweeps) do
  local function plan()
    return chaos.sweep{ fault = s[1], goroutine = s.goroutine, at = s.at,
      by = s.by }
  end
  scenario{ name = "bad: " .. s[1], main = function() run(false) end,
    chaos = plan(), expect = sometimes(s[2]) }
  scenario{ name = "good: " .. s[1], main = function() run(true) end,
    chaos = plan() }
end
