-- Comparators that wait, exit, panic, and start goroutines.
-- status: 0 1
local function list() return { 3, 1, 2, 5, 4 } end
pcall(table.sort, list(), function(a, b) time.sleep(1) return a < b end)
pcall(table.sort, list(), function() panic("told you") end)
pcall(table.sort, list(), function(a, b)
  go(function() end)
  runtime.gosched()
  return a < b
end)
go(function()
  table.sort(list(), function() runtime.goexit() end)
end)
go(function()
  coroutine.wrap(function()
    table.sort(list(), function(a, b)
      coroutine.yield(1)
      return a < b
    end)
  end)()
end)
time.sleep("1ms")
print("contained")
