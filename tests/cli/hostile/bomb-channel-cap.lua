-- Channels of the greatest capacity: nothing is set aside for it.
-- status: 0 1 3
-- never: segmentation
for i = 1, 10 do
  local ok, ch = pcall(chan, 2 ^ 31)
  if ok then
    ch:send(i)
    assert(ch:recv() == i)
  end
end
print("contained")
