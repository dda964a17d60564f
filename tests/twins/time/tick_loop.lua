-- A loop over ticks and an end.
local tick = time.tick(10 * time.ms)
local end_ = time.after(35 * time.ms)
while true do
  local what = select{ recv(tick, "tick"), recv(end_, "end") }
  print(what)
  if what == "end" then
    return
  end
end
