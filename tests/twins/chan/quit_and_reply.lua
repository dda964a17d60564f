-- The one who quits cleans up and says so before the other goes on.
local quit, ticks = chan(), chan()
go(function()
  local n = 0
  while true do
    local what, why = select{ send(ticks, n, "tick"), recv(quit, "quit") }
    if what == "tick" then
      n = n + 1
    else
      print("quitting:", why)
      quit:send("bye")
      return
    end
  end
end)
for _ = 1, 3 do
  print((ticks:recv()))
end
quit:send("enough")
print((quit:recv()))
