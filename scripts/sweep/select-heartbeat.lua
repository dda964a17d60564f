-- select-heartbeat, swept: a cancel, a panic, a delay at every operation.
--
-- Surviving means: the watcher comes to an end whatever its peer does, and
-- leaves nobody behind. A peer that panics recovers and hangs up. The bad
-- twin's watcher tells of silence on a channel that nobody may read, its peer
-- sends without watching the context, and hangs up only when all has gone
-- well.

local function watch(ctx, fixed, data, beats)
  local missed = 0
  while missed < 3 do
    local timer = time.new_timer("500ms")
    local which, _, ok = select{ recv(ctx:done(), "stop"),
      recv(data, "data"), recv(timer.c, "silence") }
    timer:stop()
    if which == "stop" then
      return "stopped"
    elseif which == "data" and not ok then
      return "closed"
    end
    missed = which == "silence" and missed + 1 or 0
    if which == "silence" and fixed then
      select{ send(beats, missed), default = true }
    elseif which == "silence" then
      beats:send(missed)
    end
  end
  return "lost"
end

local function talk(ctx, fixed, data)
  if fixed then defer(data, "close") end
  defer(function() recover() end)
  for i = 1, 4 do
    if not fixed then
      time.sleep("400ms")
      data:send(i)
    elseif select{ recv(time.after("400ms")), recv(ctx:done(), "stop") }
      == "stop"
    then
      break
    elseif select{ send(data, i), recv(ctx:done(), "stop") } == "stop" then
      break
    end
  end
  if not fixed then data:close() end
end

local function run(fixed)
  local ctx, cancel = context.with_cancel(context.background())
  local data, beats = chan(0, "data"), chan(0, "beats")
  go("peer", talk, ctx, fixed, data)
  local how = watch(ctx, fixed, data, beats)
  check.always(how == "closed" or how == "stopped" or how == "lost")
  cancel()
end

local sweeps = {
  { "cancel", any{ { leak = true }, { deadlock = true } } },
  { "panic", { deadlock = true }, goroutine = "peer",
    at = { "sleep", "chan.send", "select" } },
  { "delay", any{ { leak = true }, { deadlock = true } }, by = "10s" },
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
