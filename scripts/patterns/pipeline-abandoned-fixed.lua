-- pipeline-abandoned, repaired: the stages leave with their consumer.
--
-- One context runs through the whole pipeline. The consumer defers its cancel;
-- each stage waits for it beside every send, closes its output on any way out
-- (deferred), and so ends the range of the next one. The order of the two
-- rescues does not matter: by the context or by the close, each stage ends.

-- Sends v unless the context ends first; returns whether it was sent.
local function emit(ctx, to, v)
  local which = select{ send(to, v, "sent"), recv(ctx:done(), "done") }
  return which == "sent"
end

local function generate(ctx, to)
  defer(to.close, to)
  for n = 1, 100 do
    if not emit(ctx, to, n) then return end
  end
end

local function transform(ctx, from, to, f)
  defer(to.close, to)
  for v in from:range() do
    if not emit(ctx, to, f(v)) then return end
  end
end

local function square(n) return n * n end
local function label(n) return "square " .. n end

local function pipeline(ctx)
  local numbers, squares = chan(0, "numbers"), chan(0, "squares")
  local labels = chan(0, "labels")
  go("generate", generate, ctx, numbers)
  go("square", transform, ctx, numbers, squares, square)
  go("label", transform, ctx, squares, labels, label)
  return labels
end

scenario{
  name = "the consumer takes two values and cancels",
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    defer(cancel)
    local labels = pipeline(ctx)
    local one, two = labels:recv(), labels:recv()
    check.always(one == "square 1" and two == "square 4", "in order")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "the consumer takes all values",
  explore = { runs = 50 },
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    defer(cancel)
    local count = 0
    for text in pipeline(ctx):range() do
      count = count + 1
      check.always(text == "square " .. count * count, "in order")
    end
    check.always(count == 100, "and none is missing")
  end,
  expect = always{ pass = true },
}
