-- debug holds traceback alone.
-- status: 1
-- at: here
print(debug.getregistry()) -- here
