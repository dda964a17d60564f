-- close-once: several senders, any of which may end the work.
--
-- The data channel is never closed, so no sender can ever panic on it. What
-- is closed is a second channel that carries no data: done. Whoever finds the
-- end first closes it, `sync.once` keeps the others from closing it again, and
-- every send waits for done as well. This is the Go answer to "who closes a
-- channel with many senders?": nobody.

local function new_stop()
  local done, once = chan(0, "done"), sync.once("stop")
  return done, function()
    once:call(function() done:close() end)
  end
end

-- Sends its numbers until it meets the one that ends the work.
local function sender(first, data, done, stop)
  for n = first, first + 9 do
    if n % 5 == 0 then
      stop()
      return
    end
    local which = select{ send(data, n, "sent"), recv(done, "done") }
    if which == "done" then return end
  end
end

-- Receives until done; returns how many numbers came.
local function receive(data, done)
  local count = 0
  while true do
    local which, n = select{ recv(data, "data"), recv(done, "done") }
    if which == "done" then return count end
    check.always(n % 5 ~= 0, "the last number is a sign, not a value")
    count = count + 1
  end
end

scenario{
  name = "three senders, each of which may stop all",
  main = function()
    local data = chan(0, "data")
    local done, stop = new_stop()
    for _, first in ipairs{ 1, 12, 23 } do
      go("sender", sender, first, data, done, stop)
    end
    local count = receive(data, done)
    check.always(count <= 9, "nobody sends past the end")
    stop() -- once more does no harm
  end,
  expect = always{ pass = true },
}

scenario{
  name = "the receiver stops the senders",
  main = function()
    local data = chan(0, "data")
    local done, stop = new_stop()
    for _, first in ipairs{ 1, 11, 21 } do
      go("sender", sender, first, data, done, stop)
    end
    local n = data:recv()
    check.always(n % 10 == 1, "some sender was first with its first number")
    stop()
  end,
  expect = always{ pass = true },
}
