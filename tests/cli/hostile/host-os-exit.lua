-- os.exit is not there: a script cannot end the tool as if all were well.
-- status: 1
-- says: exit
-- at: here
os.exit(0) -- here
