-- ffi is not a module.
-- status: 1
-- says: ffi
-- at: here
local ffi = require "ffi" -- here
ffi.cdef "int system(const char *);"
ffi.C.system("touch pwned")
