-- A member that waits for its own group.
local wg = sync.waitgroup()
wg:add(1)
go(function()
  defer(wg, "done")
  print("waiting")
  wg:wait()
end)
wg:wait()
