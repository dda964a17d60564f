-- A function as error value, uncaught.
-- status: 1
-- at: here
error(function() end) -- here
