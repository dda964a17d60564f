-- table.concat over a range that no table has.
-- status: 1 3
-- at: here
table.concat({}, "x", 1, 2 ^ 31 - 2) -- here
