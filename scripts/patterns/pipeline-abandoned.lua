-- pipeline-abandoned: the consumer of a pipeline stops early.
--
-- Each stage is right by itself: it receives until its input closes, sends on
-- and closes its output. But main takes two values and leaves. The last stage
-- waits for it in a send, so the stage before waits as well, and so on to the
-- source: one leak for each stage upstream of the one who left.
-- Repair: every send also waits for a context that the consumer cancels.

local function generate(to)
  for n = 1, 100 do
    to:send(n)
  end
  to:close()
end

local function square(from, to)
  for n in from:range() do
    to:send(n * n)
  end
  to:close()
end

local function label(from, to)
  for n in from:range() do
    to:send("square " .. n)
  end
  to:close()
end

local function pipeline()
  local numbers, squares = chan(0, "numbers"), chan(0, "squares")
  local labels = chan(0, "labels")
  go("generate", generate, numbers)
  go("square", square, numbers, squares)
  go("label", label, squares, labels)
  return labels
end

scenario{
  name = "the consumer takes two values of a hundred",
  main = function()
    local labels = pipeline()
    local one, two = labels:recv(), labels:recv()
    check.always(one == "square 1" and two == "square 4", "in order")
  end,
  expect = always{
    leak = {
      { count = 3 },
      { count = 3, wait = "chan send", cause = "no receiver left" },
      {
        count = 1, name = "generate", at = "pipeline-abandoned.lua:11",
        cause = "is stuck itself", -- square
      },
      {
        count = 1, name = "square", at = "pipeline-abandoned.lua:18",
        cause = "is stuck itself", -- label
      },
      {
        count = 1, name = "label", at = "pipeline-abandoned.lua:25",
        cause = "main received 2 values", -- and left
      },
    },
  },
}
