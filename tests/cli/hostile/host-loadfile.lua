-- loadfile reads no file.
-- status: 1
-- at: here
-- never: REACHED
assert(loadfile("outside.lua"))() -- here
