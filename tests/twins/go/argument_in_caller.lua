-- The argument of a go statement is computed by the caller.
local function argument()
  print("computing")
  return 5
end
go(print, "started with", argument())
print("main goes on")
runtime.gosched()
