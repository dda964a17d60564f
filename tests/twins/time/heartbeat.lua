-- A worker that beats while it works; the watcher sees it stop.
local beat = chan()
go(function()
  for i = 1, 3 do
    time.sleep(2 * time.ms)
    beat:send(i)
  end
end)
while true do
  local what, n = select{
    recv(beat, "beat"), recv(time.after(60 * time.ms), "silence"),
  }
  if what == "silence" then
    print(what)
    return
  end
  print(what, n)
end
