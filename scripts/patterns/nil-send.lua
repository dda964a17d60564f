-- nil-send: a send on a channel that was never made.
--
-- In Go `var ch chan int` declares a channel but makes none: it is nil, and a
-- send on nil blocks for ever; no panic tells of it. It happens with a struct
-- field that one of two constructors forgot. In main it is the deadlock of
-- the whole program, in a goroutine it is a silent leak.
-- Repair: make the channel where it is declared. The only good use of a nil
-- channel is to switch off a case of a select (see nil-case).

local function new_queue()
  return { jobs = nilchan } -- the constructor that forgot
end

scenario{
  name = "main sends on a nil channel",
  main = function()
    local queue = new_queue()
    queue.jobs:send("job")
  end,
  expect = always{
    deadlock = {
      count = 1, wait = "chan send (nil chan)", cause = "nil channel",
      at = "nil-send.lua:18",
    },
    fatal = "all goroutines are asleep - deadlock!",
  },
}

scenario{
  name = "a goroutine sends on a nil channel",
  main = function()
    local queue = new_queue()
    go("producer", function()
      queue.jobs:send("job")
    end)
  end,
  expect = always{
    leak = {
      { count = 1 },
      {
        count = 1, wait = "chan send (nil chan)", cause = "nil channel",
        at = "nil-send.lua:34", created = "nil-send.lua:33",
      },
    },
  },
}
