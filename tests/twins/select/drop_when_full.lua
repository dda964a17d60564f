-- Who must not wait drops what does not fit.
local events = chan(3)
local dropped = 0
for i = 0, 7 do
  if select{ send(events, i), default = true } == "default" then
    dropped = dropped + 1
  end
  if i == 5 then
    print("took", (events:recv()))
  end
end
events:close()
for v in events:range() do
  print("kept", v)
end
print("dropped", dropped)
