-- An endless loop in a coroutine in pcall.
-- status: 1 3
-- says: limit|livelock
-- never: swallowed
local co = coroutine.create(function()
  while true do end
end)
pcall(coroutine.resume, co)
print("swallowed")
