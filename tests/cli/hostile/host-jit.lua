-- jit is not there.
-- status: 1
-- says: jit
-- at: here
jit.on() -- here
