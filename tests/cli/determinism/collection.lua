-- What the garbage collector takes, when, and how much memory it counts.
print("count", collectgarbage("count"))

local weak_values = setmetatable({}, { __mode = "v" })
local weak_keys = setmetatable({}, { __mode = "k" })
local function fill()
  for i = 1, 300 do
    local key = i % 3 == 0 and {} or i % 3 == 1 and chan()
      or function() return i end
    weak_values["v" .. i] = key
    weak_keys[key] = i
    if i % 50 == 0 then weak_keys[i] = key end
  end
end
local function left(t)
  local keys = {}
  for k, v in pairs(t) do
    keys[#keys + 1] = tostring(type(k) == "string" and k or v)
  end
  return #keys .. " " .. table.concat(keys, " ")
end

fill()
print("filled", left(weak_values))
print("filled", left(weak_keys))
for i = 1, 10 do
  collectgarbage("step", 10)
  print("step", i, collectgarbage("count"), #left(weak_values))
end
collectgarbage()
print("collected", left(weak_values))
print("collected", left(weak_keys))

-- When does a collection come by itself?
local marks = {}
for i = 1, 20000 do
  local canary = setmetatable({}, { __mode = "v" })
  canary[1] = {}
  marks[i % 10] = canary
  if i % 1000 == 0 then
    local alive = 0
    for _, mark in pairs(marks) do
      if mark[1] then alive = alive + 1 end
    end
    print("alive", i, alive, collectgarbage("count"))
  end
end

local dead = setmetatable({}, { __mode = "k" })
for i = 1, 20 do
  dead[coroutine.create(function() end)] = i
  go(function() dead[sync.mutex()] = -i end)
end
time.sleep("1ms")
runtime.gc()
print("dead", left(dead))

local texts = {}
for i = 1, 2000 do texts[i] = ("text"):rep(i % 17) .. i end
print("texts", #texts, collectgarbage("count"))
texts = nil
collectgarbage()
collectgarbage()
print("count", collectgarbage("count"))

local memory = runtime.mem()
if type(memory) == "table" then
  for k, v in pairs(memory) do print("mem", k, v) end
else
  print("mem", memory)
end
setmetatable({}, { __gc = function() print("finalised") end })
print(texts)
