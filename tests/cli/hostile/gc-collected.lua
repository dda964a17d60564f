-- Objects used by those who outlive them, with collections in between.
-- status: 0
-- prints: contained
local function fresh()
  local ch = chan(1)
  local mu = sync.mutex()
  return ch.send, ch.recv, ch:send_only(), { ch:range() }, mu.lock, ch
end
for i = 1, 200 do
  local send, recv_, tx, each, lock, ch = fresh()
  send(ch, i)
  if i % 20 == 0 then collectgarbage() end
  assert(recv_(ch) == i)
  tx:send(i)
  ch = nil
  collectgarbage("step", 100)
  assert(each[1](each[2], each[3]) == i)
  tx:close()
  assert(each[1](each[2], i) == nil)
  pcall(lock)
end
print("contained")
