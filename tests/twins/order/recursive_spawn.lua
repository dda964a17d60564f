-- Each starts the next two before it prints.
local wg = sync.waitgroup()
local start
start = func(function(n)
  defer(wg, "done")
  if n < 8 then
    wg:add(2)
    go(start, 2 * n)
    go(start, 2 * n + 1)
  end
  print(n)
end)
wg:add(1)
start(1)
wg:wait()
