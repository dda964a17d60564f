local a, b = nilchan, nilchan
local case, v = select{ recv(a, "a"), send(b, 1, "b"), default = true }
if case == "a" then
  print("a", v)
else
  print(case)
end
