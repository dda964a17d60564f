-- The usual reason: a value made when it is first wanted.
local once = sync.once()
local value
local made = 0
local function get()
  once:call(function()
    made = made + 1
    runtime.gosched()
    value = { "made" }
  end)
  return value
end
local seen = chan()
for _ = 1, 5 do
  go(function() seen:send(get()[1]) end)
end
for _ = 1, 5 do
  local v = seen:recv()
  print(v, made)
end
