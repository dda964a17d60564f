-- Nothing, repeated two thousand million times.
-- status: 0 1 3
print(#(""):rep(2 ^ 31 - 1), #(""):rep(2 ^ 31 - 1, ""), #(""):rep(1e15))
