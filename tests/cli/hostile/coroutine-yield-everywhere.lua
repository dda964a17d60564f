-- A yield in every kind of callback: inside a coroutine or out of one.
-- status: 0 1
local y = coroutine.yield
local function all()
  pcall(y, 1)
  pcall(table.sort, { 3, 2, 1 }, function(a, b) y(2) return a < b end)
  pcall(string.gsub, "abc", ".", function() y(3) end)
  pcall(load, function() y(4) end)
  pcall(function() func(function() defer(y, 5) end)() end)
  xpcall(error, function() y(6) end)
  pcall(tostring, setmetatable({}, { __tostring = function() y(7) end }))
  pcall(print, setmetatable({}, { __tostring = function() y(8) end }))
  pcall(function() for _ in y, 9 do break end end)
  pcall(function() shared(1):update(function() y(10) end) end)
  pcall(function() sync.once():call(function() y(11) end) end)
  pcall(require, "modules.yields")
end
all()
local co = coroutine.create(all)
for i = 1, 100 do
  if coroutine.status(co) == "dead" then break end
  coroutine.resume(co, i)
end
go(all)
time.sleep("1ms")
print("contained")
