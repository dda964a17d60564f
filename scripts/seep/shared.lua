-- shared.lua - what iterates or updates observed variables and globals.
local lib = ...

local behind, type, next, ipairs = lib.behind, type, next, ipairs
local map_pairs = lib.map_pairs
local pairs, rawset, fail = pairs, rawset, lib.fail
local select, tonumber, unpack = select, tonumber, unpack
local setmetatable, getmetatable, rawget = setmetatable, getmetatable, rawget
local concat, ceil, floor = table.concat, math.ceil, math.floor

local M = {}

-- A read and a write: two accesses, and time for others in between.
function lib.shared_methods.update(x, f)
  lib.args.userdata(x, "shared", "a shared variable", "update")
  lib.args.need_function(f, "shared:update")
  x:set(f(x:get()))
end

local vars, order = {}, {} -- by name, and the names as they came
M.vars = vars

local function var(k)
  local x = vars[k]
  if not x then
    x = lib.shared_value(nil, type(k) == "string" and k or nil)
    vars[k] = x
    order[#order + 1] = k
  end
  return x
end

-- Plain globals of a script, as one observed variable each, named as they
-- are; one that is read before it is set is nil and observed.  Functions are
-- kept in the environment itself, unobserved.
-- `loaders` are called for the modules of ours that are not there yet.
function M.globals(env, loaders)
  return {
    __metatable = "globals",
    __index = function(_, k)
      if loaders[k] and not vars[k] then
        return loaders[k]()
      end
      return var(k):get()
    end,
    __newindex = function(_, k, v)
      if not vars[k] and type(v) == "function" then
        rawset(env, k, v)
      else
        var(k):set(v)
      end
    end,
  }
end

-- Iterating an observed table reads every field through it.
local function observed_next(t, k)
  local key = next(behind(t), k)
  if key == nil then
    return nil
  end
  return key, t[key]
end

function M.next(t, k)
  if behind(t) then
    return observed_next(t, k)
  end
  if type(t) == "userdata" and map_pairs(t) then
    fail("next does not take a map: use pairs")
  end
  return next(t, k)
end

-- Names first, then one read each.
local function pairs_globals(env)
  local names = {}
  for k in next, env do
    names[#names + 1] = k
  end
  for i = 1, #order do
    names[#names + 1] = order[i]
  end
  local i = 0
  return function()
    local v
    repeat
      i = i + 1
      if names[i] == nil then
        return nil
      end
      v = env[names[i]]
    until v ~= nil
    return names[i], v
  end
end

function M.pairs(t)
  if behind(t) then
    return observed_next, t, nil
  end
  if t == lib.env then
    return pairs_globals(t)
  end
  if type(t) == "userdata" then
    local step, cursor = map_pairs(t)
    if step then
      return step, cursor
    end
  end
  return pairs(t)
end

local function observed_inext(t, i)
  local v = t[i + 1]
  if v ~= nil then
    return i + 1, v
  end
end

function M.ipairs(t)
  if behind(t) or type(t) == "userdata" and map_pairs(t) then
    return observed_inext, t, 0
  end
  return ipairs(t)
end

-- An observed table has the class of the table behind it: where its methods
-- are.  Its other metamethods are not for us to call.
function M.setmetatable(...)
  local t, class = ...
  local table = behind(t)
  if not table then return setmetatable(...) end
  if type(class) == "table" and type(rawget(class, "__index")) == "function" then
    fail("setmetatable: the __index of an observed table's metatable must be "
      .. "a table")
  end
  setmetatable(table, class)
  return t
end

function M.getmetatable(...)
  local table = behind((...))
  if table then return getmetatable(table) end
  return getmetatable(...)
end

---- the table library, which by itself takes plain tables only

-- Each field that is looked at is a read, each that moves a write.
local through = {}

local function position(v, name, i)
  local n = tonumber(v)
  if not n then
    fail("bad argument #" .. i .. " to '" .. name .. "' (number expected, got "
      .. type(v) .. ")")
  end
  return n < 0 and ceil(n) or floor(n)
end

function through.insert(t, ...)
  local count, n = select("#", ...), #t
  if count == 1 then
    t[n + 1] = (...)
    return
  end
  if count ~= 2 then fail("wrong number of arguments to 'insert'") end
  local pos, v = ...
  pos = position(pos, "insert", 2)
  for i = n, pos, -1 do t[i + 1] = t[i] end
  t[pos] = v
end

function through.remove(t, pos)
  local n = #t
  pos = pos == nil and n or position(pos, "remove", 2)
  if pos < 1 or pos > n then return nil end
  local v = t[pos]
  for i = pos, n - 1 do t[i] = t[i + 1] end
  t[n] = nil
  return v
end

local function copied(t, i, j)
  local list = {}
  for k = i, j do list[k] = t[k] end
  return list
end

function through.concat(t, sep, i, j)
  i, j = i or 1, j or #t
  return concat(copied(t, i, j), sep, i, j)
end

function through.sort(t, compare)
  local n = #t
  local list = copied(t, 1, n)
  lib.sort(list, compare)
  for i = 1, n do t[i] = list[i] end
end

function through.unpack(t, i, j)
  i, j = i or 1, j or #t
  return unpack(copied(t, i, j), i, j)
end

-- f, which is called `name`, for observed tables too.
function M.taking_observed(name, f)
  local observed = through[name]
  return function(...)
    local t = ...
    if type(t) == "table" then return f(...) end
    if behind(t) then return observed(...) end
    fail("bad argument #1 to '" .. name .. "' (table expected, got "
      .. (select("#", ...) == 0 and "no value" or type(t)) .. ")")
  end
end

return M
