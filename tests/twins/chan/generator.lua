-- A goroutine that counts until it is told to stop.
local function fibonacci(stop)
  local out = chan()
  go(function()
    defer(print, "generator ends")
    defer(out, "close")
    local a, b = 0, 1
    while true do
      local what = select{ send(out, a, "out"), recv(stop, "stop") }
      if what == "stop" then
        return
      end
      a, b = b, a + b
    end
  end)
  return out
end
local stop = chan()
local f = fibonacci(stop)
for _ = 1, 10 do
  print((f:recv()))
end
stop:close()
for v in f:range() do
  print("late", v > 0)
  break
end
