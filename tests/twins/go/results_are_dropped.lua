-- What a goroutine's function returns goes nowhere; a closure may keep it.
local function answer(n)
  print("computing", n)
  return n * n
end
local wg = sync.waitgroup()
local results = {}
for i = 1, 4 do
  wg:add(1)
  go(function(i)
    defer(wg, "done")
    results[i] = answer(i)
  end, i)
end
go(answer, 0)
wg:wait()
for _, r in ipairs(results) do
  print(r)
end
