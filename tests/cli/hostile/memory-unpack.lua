-- More results, arguments and values than a stack holds.
-- status: 0
-- prints: contained
for _, n in ipairs{ 1e4, 1e6, 1e7, 2 ^ 31 - 2 } do
  pcall(unpack, {}, 1, n)
  pcall(function() return select("#", unpack({}, 1, n)) end)
  pcall(function() return { unpack({}, 1, n) } end)
  pcall(function() print(unpack({}, 1, n)) end)
  pcall(function() return string.char(unpack({}, 1, n)) end)
  pcall(function() go(function() end, unpack({}, 1, n)) end)
  pcall(function() func(function(...) return ... end)(unpack({}, 1, n)) end)
  pcall(function()
    func(function() defer(function() end, unpack({}, 1, n)) end)()
  end)
  pcall(function() coroutine.wrap(function(...) end)(unpack({}, 1, n)) end)
end
pcall(string.byte, ("x"):rep(1e6), 1, -1)
pcall(unpack, {}, -2 ^ 31, 2 ^ 31)
pcall(unpack, {}, 2 ^ 53, 2 ^ 53 + 1)
print("contained")
