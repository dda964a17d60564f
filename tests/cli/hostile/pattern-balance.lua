-- A pattern of balances, tried at every place.
-- status: 0 1 3
string.find(("("):rep(1e6), "%b()")
print("contained")
