-- All take the left fork first: all starve.
local forks = { [0] = sync.mutex(), sync.mutex(), sync.mutex() }
local wg = sync.waitgroup()
for i = 0, 2 do
  wg:add(1)
  go(function(i)
    defer(wg, "done")
    forks[i]:lock()
    print("left", i)
    runtime.gosched()
    forks[(i + 1) % 3]:lock()
    print("eats", i)
  end, i)
end
wg:wait()
