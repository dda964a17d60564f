-- A ring: when it is full the oldest makes room.
local function push(ring, v)
  while select{ send(ring, v), default = true } == "default" do
    local what, old = select{ recv(ring), default = true }
    if what == 1 then
      print("lost", old)
    end
  end
end
local ring = chan(3)
for i = 0, 5 do
  push(ring, i)
end
ring:close()
for v in ring:range() do
  print("kept", v)
end
