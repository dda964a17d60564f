local ch = nilchan
for _ in ch:range() do
  print("a value")
end
print("the end")
