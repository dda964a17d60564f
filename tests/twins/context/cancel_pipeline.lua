-- A pipeline that is given up half way; every stage ends.
local ctx, cancel = context.with_cancel(context.background())
local wg = sync.waitgroup()
local function stage(in_, f)
  local out = chan()
  wg:add(1)
  go(function()
    defer(wg, "done")
    defer(out, "close")
    local n = 0
    while true do
      local v, ok = n, nil
      if in_ then
        v, ok = in_:recv()
        if not ok then
          return
        end
      end
      local what = select{ send(out, f(v), "out"), recv(ctx:done(), "done") }
      if what == "done" then
        return
      end
      n = n + 1
    end
  end)
  return out
end
local numbers = stage(nil, function(n) return n end)
local squares = stage(numbers, function(n) return n * n end)
for _ = 1, 4 do
  print((squares:recv()))
end
cancel()
wg:wait()
print("all stages ended:", ctx:err())
