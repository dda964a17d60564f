-- Goroutines start goroutines; none depends on the one that started it.
local wg = sync.waitgroup()
local start
start = func(function(depth, name)
  defer(wg, "done")
  print(name)
  if depth == 0 then
    return
  end
  wg:add(2)
  go(start, depth - 1, name .. "l")
  go(start, depth - 1, name .. "r")
end)
wg:add(1)
go(start, 3, "*")
wg:wait()
