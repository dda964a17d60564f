-- Several fail; the first error and a cancelled context tell the others.
local ctx, cancel = context.with_cancel(context.background())
local wg = sync.waitgroup()
local once = sync.once()
local first
local function fail(err)
  once:call(function()
    first = err
    cancel()
  end)
end
local gate = chan()
for i = 0, 3 do
  wg:add(1)
  go(function(_)
    defer(wg, "done")
    if select{ recv(gate, "gate"), recv(ctx:done(), "done") } == "gate" then
      fail(errors.new("the gate was opened"))
    else
      fail(errors.wrap("member", ctx:err()))
    end
  end, i)
end
gate:send(true)
wg:wait()
print(first, errors.is(first, context.canceled))
