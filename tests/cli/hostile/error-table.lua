-- A table as error value, uncaught.
-- status: 1
-- at: here
error({ code = 7, text = "seven" }) -- here
