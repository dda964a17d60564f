-- The order in which tables of every kind are walked.
local function show(what, t)
  local keys = {}
  for k, v in pairs(t) do
    keys[#keys + 1] = tostring(k) .. "=" .. tostring(v)
  end
  print(what, #keys, table.concat(keys, " "))
end

local words = {}
for i = 1, 200 do words["word" .. i * 7919 % 1000] = i end
show("string keys", words)

for i = 1, 200, 3 do words["word" .. i * 7919 % 1000] = nil end
for i = 1, 50 do words["new" .. i] = i end
show("after deletes and inserts", words)

local mixed = {}
for i = 1, 30 do
  mixed[{}] = i
  mixed[function() return i end] = i
  mixed[coroutine.create(function() end)] = i
  mixed[chan()] = i
  mixed[sync.mutex()] = i
  mixed[time.new_timer(i)] = i
  mixed[i / 7] = i
  mixed["k" .. i] = i
  mixed[i * 1000] = i
end
mixed[true], mixed[false], mixed[print], mixed[nilchan] = 1, 2, 3, 4
mixed[math.huge], mixed[-0.5], mixed[2 ^ 53] = 5, 6, 7
show("keys of every kind", mixed)

local n = 0
for k in pairs(mixed) do
  n = n + 1
  if n % 3 == 0 then mixed[k] = nil end
end
for i = 1, 40 do mixed[{}] = -i end
show("after deletes while walking", mixed)

local list = {}
for i = 1, 100 do list[i] = i end
for i = 1, 100, 7 do list[i] = nil end
list[-1], list[0], list[1.5] = "a", "b", "c"
show("an array with holes", list)

local names = {}
for name, v in pairs(_G) do names[#names + 1] = name .. ":" .. type(v) end
print("globals", table.concat(names, " "))
for _, lib in ipairs{ "string", "table", "math", "coroutine", "time" } do
  names = {}
  for name in pairs(_G[lib]) do names[#names + 1] = name end
  print(lib, table.concat(names, " "))
end

local observed = shared({})
for i = 1, 20 do observed["field" .. i] = i end
names = {}
for name in pairs(observed) do names[#names + 1] = name end
print("observed", table.concat(names, " "))
print("next", next(words), next(mixed, nil))
