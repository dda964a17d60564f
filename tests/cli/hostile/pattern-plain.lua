-- A plain search that compares all with all.
-- status: 0 1 3
string.find(("a"):rep(1e7), ("a"):rep(5e6) .. "b", 1, true)
print("contained")
