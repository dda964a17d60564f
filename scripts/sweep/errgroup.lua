-- errgroup, swept: a cancel, a panic, a delay at every operation in turn.
--
-- Surviving means: wait returns, and nobody is left behind. A member that
-- panics recovers and returns an error of it. The bad twin's members do not
-- watch the group's context; what one recovers from it keeps to itself, so
-- that the group hears of no error; and it takes for granted that all rows
-- have come after a second.

local function member(g, fixed, work)
  g:go(function()
    local err
    func(function()
      defer(function()
        local v = recover()
        if v and fixed then err = errors.new(tostring(v)) end
      end)
      err = work()
    end)()
    return err
  end)
end

local function run(fixed)
  local root, cancel = context.with_cancel(context.background())
  defer(cancel)
  local g, ctx = errgroup.new(root, "shards")
  local rows, sum = chan(0, "rows"), 0
  member(g, fixed, function()
    for i = 1, 3 do
      if select{ recv(ctx:done(), "stop"), send(rows, i) } == "stop" then
        return ctx:err()
      end
    end
  end)
  member(g, fixed, function()
    for _ = 1, 3 do
      if fixed then
        local which, v = select{ recv(ctx:done(), "stop"), recv(rows) }
        if which == "stop" then return ctx:err() end
        sum = sum + v
      else
        sum = sum + rows:recv()
      end
    end
  end)
  if not fixed then
    time.sleep("1s")
    check.always(sum == 6 or root:err() or ctx:err(), "all rows in a second")
  end
  if g:wait() == nil then check.always(sum == 6, "no error: all rows") end
end

local sweeps = {
  { "cancel", { deadlock = true } },
  { "panic", any{ { deadlock = true }, { assertion = true } },
    at = { "chan", "select" }, goroutine = "shards*" },
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
