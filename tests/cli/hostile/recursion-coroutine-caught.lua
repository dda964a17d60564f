-- The same by resume, which swallows each error.
-- status: 0 1 3
local function f() coroutine.resume(coroutine.create(f)) end
f()
print("contained")
