-- Weak tables of everything, while the collector runs.
-- status: 0
-- prints: contained
for _, mode in ipairs{ "k", "v", "kv", "x", "" } do
  local weak = setmetatable({}, { __mode = mode })
  for i = 1, 300 do
    weak[i] = chan(1)
    weak[chan(1)] = i
    weak[{}] = sync.mutex()
    weak["k" .. i] = coroutine.create(function() end)
    weak[time.new_timer("1s")] = context.with_cancel(context.background())
    if i % 50 == 0 then collectgarbage() end
    for k in pairs(weak) do
      if type(k) == "number" and k % 3 == 0 then weak[k] = nil end
    end
  end
end
setmetatable({}, { __mode = 42 })
collectgarbage()
print("contained")
