-- A loop over a closed channel takes what is left; over an empty one nothing.
local ch = chan(3)
for i = 1, 3 do
  ch:send(i * i)
end
ch:close()
for v in ch:range() do
  print(v)
end
for v in ch:range() do
  print("again", v)
end
print("end")
