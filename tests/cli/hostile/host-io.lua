-- io is not there.
-- status: 1
-- says: io
-- at: here
io.open("pwned", "w"):write("x") -- here
