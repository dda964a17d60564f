-- map.lua - Go's map: making one, and writing to it.
local lib = ...

local new_map, put = lib.new_map, lib.map_put
local write, written = lib.map_write, lib.map_written
local fail, type, next, getmetatable = lib.fail, type, next, getmetatable
local sort = table.sort

-- Two operations, and time for others in between: a map knows when it is
-- being written to, and who looks then ends the run.
function lib.map_meta.__newindex(m, k, v)
  write(m, k)
  written(m, k, v)
end

local RANK = { number = 1, string = 2, boolean = 3 }

local function before(a, b)
  local x, y = RANK[type(a)] or 4, RANK[type(b)] or 4
  if x ~= y then
    return x < y
  end
  if x == 3 then
    return not a and b
  end
  return x < 3 and a < b
end

-- The keys that have an order of their own in that order, so that it depends
-- on nothing else; the others, as they come, behind them.
local function keys_of(t)
  local keys, others = {}, {}
  for k in next, t do
    local list = RANK[type(k)] and keys or others
    list[#list + 1] = k
  end
  sort(keys, before)
  for i = 1, #others do
    keys[#keys + 1] = others[i]
  end
  return keys
end

-- map([t] [, name])
return function(t, name)
  if type(t) == "string" and name == nil then
    t, name = nil, t
  end
  if t ~= nil and (type(t) ~= "table" or getmetatable(t) ~= nil) then
    fail("map needs a plain table, got " .. lib.kind(t))
  end
  local m = new_map(name)
  if t then
    local keys = keys_of(t)
    for i = 1, #keys do
      put(m, keys[i], t[keys[i]])
    end
  end
  return m
end
