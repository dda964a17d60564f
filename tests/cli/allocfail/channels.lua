-- Channels of every kind, values of every kind, views, range and close.
-- status: 0
local total = 0
for _, cap in ipairs{ 0, 1, 50 } do
  local ch, done = chan(cap, "cap " .. cap), chan()
  local tx, rx = ch:send_only(), ch:recv_only()
  go("producer", function()
    for i = 1, 30 do tx:send(i % 3 == 0 and { i } or "text " .. i) end
    tx:close()
  end)
  go("consumer", function()
    for v in rx:range() do
      total = total + (type(v) == "table" and v[1] or 0)
    end
    done:send(true)
  end)
  done:recv()
end
local grown = chan(1000)
for i = 1, 1000 do grown:send(i) end
for i = 1, 1000 do total = total + grown:recv() - i end
assert(total == 3 * 165)
print(total)
