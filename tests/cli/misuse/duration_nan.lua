-- a duration that is not a number
-- says: a duration cannot be NaN
time.sleep(0 / 0) -- WRONG
