-- nil as error value, uncaught.
-- status: 1
error(nil)
