-- timer-not-stopped: an early return forgets the timer it has set.
--
-- The timer stays in the runtime until it fires; before Go 1.23 it could not
-- even be collected, so `time.After` with a long timeout in a busy loop held
-- memory for each round. Alone it is only noted, for it harms nobody; but a
-- goroutine that waits for it lives as long as the timer runs.
-- Repair: `defer(timer, "stop")`, and give the waiter another way out.

-- Waits for a reply, one hour at most.
local function await(replies)
  local timer = time.new_timer("1h")
  local which, reply = select{
    recv(replies, "reply"),
    recv(timer.c, "late"),
  }
  if which == "reply" then return reply end -- the timer runs on
  return "no reply"
end

scenario{
  name = "nobody waits for the pending timer: a note, not a leak",
  main = function()
    local replies = chan(1, "replies")
    replies:send("quick")
    local reply = await(replies)
    check.always(reply == "quick", "the reply was there")
    check.always(time.now() == 0, "and took no time")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "a goroutine waits for the timer and outlives main",
  main = function()
    local timer = time.new_timer("1h")
    go("reminder", function()
      timer.c:recv()
    end)
  end,
  expect = always{
    leak = {
      { count = 1 },
      {
        count = 1, wait = "chan receive", cause = "timer never stopped",
        at = "timer-not-stopped.lua:37",
        created = "timer-not-stopped.lua:36",
      },
    },
  },
}

scenario{
  name = "its callback has begun, and waits in a goroutine of its own",
  main = function()
    local late = chan(0, "late")
    time.after_func("1s", function()
      late:send("nobody is there any more")
    end)
    time.sleep("2s")
  end,
  expect = always{
    leak = {
      { count = 1 },
      {
        count = 1, wait = "chan send", cause = "no receiver left",
        at = "timer-not-stopped.lua:57",
        created = "timer-not-stopped.lua:56",
      },
    },
  },
}
