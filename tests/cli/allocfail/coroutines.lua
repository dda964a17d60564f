-- Coroutines that yield, wait, fail and nest.
-- status: 0
local ch, sum = chan(), 0
go(function()
  for i = 1, 40 do ch:send(i) end
  ch:close()
end)
local numbers = coroutine.wrap(function()
  for v in ch:range() do
    coroutine.yield(coroutine.wrap(function()
      time.sleep(1)
      coroutine.yield(v * 2)
    end)())
  end
end)
for v in numbers do sum = sum + v end
for i = 1, 20 do
  local co = coroutine.create(function(...)
    local got = { coroutine.yield(...) }
    error({ i, got })
  end)
  assert(coroutine.resume(co, 1, 2, 3))
  local ok, value = coroutine.resume(co, "again")
  assert(not ok and value[1] == i)
end
assert(sum == 40 * 41)
print(sum)
