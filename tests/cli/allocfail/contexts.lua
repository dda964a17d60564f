-- Trees of contexts with deadlines, values and functions, cancelled.
-- status: 0
local log = {}
local root, cancel = context.with_cancel_cause(context.background())
local function grow(ctx, depth)
  if depth == 0 then return end
  for i = 1, 2 do
    local child, stop = context.with_timeout(ctx, (depth * i) .. "s")
    local named = context.with_value(child, "depth", depth)
    context.after_func(named, function()
      log[#log + 1] = named:value("depth") .. tostring(named:err())
    end)
    go(function()
      named:done():recv()
      stop()
    end)
    grow(named, depth - 1)
  end
end
grow(root, 4)
time.sleep("1500ms")
cancel(errors.wrap(errors.new("cause"), "ended"))
time.sleep("1ms")
assert(#log == 30, #log)
assert(tostring(context.cause(root)):find("cause", 1, true))
print(#log)
