-- no duration
-- says: a duration is a number of nanoseconds or a string such as "1.5s", got no value
time.sleep() -- WRONG
