-- syncthing_5795: the dispatcher waits for itself to stop.
--
-- A connection has a reader, which polls until the connection is closed, and
-- a dispatcher, which hands each message to the model. The model refuses a
-- message and closes the connection: from inside the dispatcher. Close waits
-- until the dispatcher has stopped, so it waits for its own caller, and main,
-- which waits for the same, never goes on either.
-- The reader's loop never blocks; it ends when the connection is closed.
-- Repair: closing from within only tells the dispatcher, and does not wait.

local function connection(model, wait_in_close)
  local c = {
    inbox = chan(0, "inbox"),
    closed = chan(0, "closed"),
    stopped = chan(0, "dispatcher stopped"),
    once = sync.once("close once"),
  }
  function c.close()
    c.once:call(function()
      c.closed:close()
      if wait_in_close then c.stopped:recv() end
    end)
  end
  go("reader", function()
    repeat
      local what = select{ recv(c.closed, "closed"), default = true }
    until what == "closed"
  end)
  go("dispatcher", function()
    defer(c.stopped, "close")
    while true do
      local what, message = select{
        recv(c.inbox, "message"), recv(c.closed, "closed"),
      }
      if what == "closed" then return end
      model(c, message)
    end
  end)
  return c
end

scenario.pair{
  name = "a message whose handler closes the connection",
  main = function(fixed)
    local function model(c, message)
      if message == "bad config" then c.close() end
    end
    local c = connection(model, not fixed)
    c.inbox:send("bad config")
    c.stopped:recv()
  end,
  expect = always{
    deadlock = {
      { count = 2 },
      { count = 1, wait = "chan receive", at = "syncthing_5795.lua:50" },
      {
        count = 1, name = "dispatcher", wait = "chan receive",
        at = "syncthing_5795.lua:21",
      },
    },
  },
}
