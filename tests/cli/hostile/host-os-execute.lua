-- os.execute is not there.
-- status: 1
-- says: execute
-- at: here
os.execute("touch pwned") -- here
