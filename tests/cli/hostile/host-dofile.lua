-- dofile runs no file.
-- status: 1
-- at: here
-- never: REACHED
dofile("outside.lua") -- here
