-- recv-no-sender: a goroutine receives from a channel nobody sends on.
--
-- The send is there, but an early return comes before it. The reader waits
-- for ever, and Go says nothing: only the end of the program frees it, so in
-- a server its stack and all it refers to stay until the next restart.
-- Repair: send or close on every path (`defer` it before the first return),
-- or let the reader leave through a context as well.

local function load(path, config)
  if path == "" then return end -- nobody will send any more
  config:send("read from " .. path)
end

scenario{
  name = "a reader waits for a value that an early return skips",
  main = function()
    local config = chan(0, "config")
    go("reader", function()
      local text = config:recv()
      check.unreachable("there is no config, yet it came: " .. tostring(text))
    end)
    load("", config)
  end,
  expect = always{
    leak = {
      { count = 1 },
      {
        count = 1, wait = "chan receive", cause = "no sender left",
        at = "recv-no-sender.lua:19", created = "recv-no-sender.lua:18",
      },
    },
  },
}
