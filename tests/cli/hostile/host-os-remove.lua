-- os.remove is not there.
-- status: 1
-- says: remove
-- at: here
os.remove("victim") -- here
