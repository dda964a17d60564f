-- timer-not-stopped, repaired: who sets a timer stops it.
--
-- The stop is deferred, so the timer ends with the function. To stop a timer
-- does not close its channel, though: a goroutine that waits for it needs a
-- second way out, here the quit channel that main closes.

local await = func(function(replies)
  local timer = time.new_timer("1h")
  defer(timer, "stop")
  local which, reply = select{
    recv(replies, "reply"),
    recv(timer.c, "late"),
  }
  if which == "reply" then return reply end
  return "no reply"
end)

local function remind(quit, left)
  local timer = time.new_timer("1h")
  select{ recv(timer.c, "late"), recv(quit, "quit") }
  left:send(timer:stop())
end

scenario{
  name = "the timer is stopped on every way out",
  main = function()
    local replies = chan(1, "replies")
    replies:send("quick")
    local reply = await(replies)
    check.always(reply == "quick", "the reply was there")
    reply = await(replies)
    check.always(reply == "no reply", "the second time there is none")
    check.always(time.now() == time.hour, "and it took the whole hour")
  end,
  timeout = "2h",
  expect = always{ pass = true },
}

scenario{
  name = "the waiter leaves with main",
  main = function()
    local quit, left = chan(0, "quit"), chan(1, "left")
    go("reminder", remind, quit, left)
    time.sleep("1s")
    quit:close()
    local active = left:recv()
    check.always(active, "the timer was still running when it was stopped")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "a callback that is stopped in time never begins",
  main = function()
    local late = chan(0, "late")
    local timer = time.after_func("1s", function()
      late:send("nobody is there any more")
    end)
    check.always(timer:stop(), "it was still running")
    time.sleep("2s")
    check.no_leaks()
  end,
  expect = always{ pass = true },
}
