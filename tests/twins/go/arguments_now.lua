-- A go statement takes its function and arguments from now.
local v = "early"
local f = function(s) print("first", s, v) end
go(f, v)
v = "late"
f = function(s) print("second", s, v) end
runtime.gosched()
f(v)
