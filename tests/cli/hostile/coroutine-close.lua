-- What later versions of Lua have, if it is there.
-- status: 0
-- prints: contained
local co = coroutine.create(function() coroutine.yield() end)
coroutine.resume(co)
if coroutine.close then pcall(coroutine.close, co) end
if coroutine.isyieldable then pcall(coroutine.isyieldable) end
if coroutine.close then pcall(coroutine.close, coroutine.running()) end
print("contained")
