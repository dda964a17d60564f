-- A goroutine that counts until it is told to stop.
local function fibonacci(stop, ended)
  local out = chan()
  go(function()
    defer(ended, "close")
    defer(print, "generator ends")
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
local stop, ended = chan(), chan()
local f = fibonacci(stop, ended)
for _ = 1, 10 do
  print((f:recv()))
end
stop:close()
ended:recv()
