-- prompt.lua - in the world of the prompt: the session's variables, what an
-- input's goroutine does, and values as people read them.
local lib = ...

local env, rawget, rawset, type = lib.env, rawget, rawset, type
local select, tostring, setmetatable = select, tostring, setmetatable
local concat, sort, format = table.concat, table.sort, string.format
local gsub, sub, byte = string.gsub, string.sub, string.byte
local find, huge = string.find, math.huge
local getinfo, next, getmetatable = debug.getinfo, next, debug.getmetatable
local pcall, ipairs = lib.calls.pcall, ipairs

local M = { locals = {}, declared = {}, inputs = {} }

-- ---- variables ----

-- The locals of inputs first, then what any script sees.
M.env = setmetatable({}, {
  __metatable = "session",
  __index = function(_, k)
    if M.declared[k] then
      return M.locals[k]
    end
    return env[k]
  end,
  __newindex = function(_, k, v)
    if M.declared[k] then
      M.locals[k] = v
    else
      env[k] = v
    end
  end,
})

-- What ":name args" calls, when it is no command of the prompt's own.
M.declared.commands, M.locals.commands = true, {}

-- ---- scenarios ----

-- A file's scenarios are declared, and run when the person says so.
local scenarios = {}

local function declare(s)
  if type(s) ~= "table" or type(s.name) ~= "string" or
     not lib.calls.callable(s.main) then
    lib.fail("scenario needs a table with a name and a main")
  end
  scenarios[#scenarios + 1] = s
  lib.say(format("scenario %d: %s%s\n", #scenarios, s.name,
    #scenarios == 1 and " (:scenario 1 starts it)" or ""))
end

local function pair(s)
  if type(s) ~= "table" or not lib.calls.callable(s.main) then
    lib.fail("scenario.pair needs main = function(fixed) ... end")
  end
  declare{ name = s.name, main = function() return s.main(false) end,
    chaos = s.chaos }
  declare{ name = tostring(s.name) .. " fixed",
    main = function() return s.main(true) end, chaos = s.chaos }
end

local function find_scenario(which)
  for i, s in ipairs(scenarios) do
    if i == which or s.name == which then return s end
  end
  lib.fail("there is no scenario " .. tostring(which) .. " (:scenario)")
end

local function run(which)
  local s = find_scenario(which)
  for _, fault in ipairs(s.chaos or {}) do
    env.chaos.inject(fault)
  end
  return s.main()
end

local function list()
  for i, s in ipairs(scenarios) do
    lib.say(format("%d  %s\n", i, s.name))
  end
  if #scenarios == 0 then
    lib.say("no file with scenarios was loaded (:load FILE)\n")
  end
end

M.declared.scenario = true
M.locals.scenario = setmetatable({ pair = pair, run = run, list = list }, {
  __call = function(_, s) return declare(s) end,
  __metatable = "scenario",
})

-- What an expression is passed through: see reader.lua.
M.declared["\194\164"] = true
M.locals["\194\164"] = function(...)
  return ...
end

function M.declare(names)
  for name in names:gmatch("%S+") do
    M.declared[name] = true
  end
end

-- ---- values ----

local DEEPEST, MOST, WIDTH, LONGEST = 6, 60, 76, 2000

local escapes = { ["\n"] = "\\n", ["\t"] = "\\t", ["\r"] = "\\r",
  ["\\"] = "\\\\", ['"'] = '\\"' }

local function escape(c)
  return escapes[c] or format("\\%03d", byte(c))
end

local function quoted(s)
  local cut = #s > LONGEST and format("... (%d bytes)", #s) or ""
  s = gsub(sub(s, 1, LONGEST), '[%c\\"\127]', escape)
  if find(s, "[\128-\255]") and not lib.is_utf8(s) then
    s = gsub(s, "[\128-\255]", escape)
  end
  return '"' .. s .. '"' .. cut
end

-- What tostring says, or why it does not.
local function said(v)
  local ok, s = pcall(tostring, v)
  if not ok then
    return "<its __tostring failed: " .. tostring(s) .. ">"
  elseif type(s) ~= "string" then
    return "<its __tostring returned no string>"
  end
  return s
end

local function function_text(f)
  local i = getinfo(f, "S")
  if i.what == "C" or find(i.source, "^=seep:") then
    return "function: builtin"
  end
  return format("function %s:%d", i.short_src, i.linedefined)
end

local function number_text(n)
  if n == huge or n == -huge or n ~= n then
    return tostring(n)
  end
  return n % 1 == 0 and n > -1e15 and n < 1e15 and format("%d", n)
    or format("%.14g", n)
end

local rank = { number = 1, string = 2, boolean = 3 }

-- Numbers, then strings, then what has no order, as it comes.
local function before(a, b)
  local ra, rb = rank[type(a)] or 4, rank[type(b)] or 4
  if ra ~= rb then
    return ra < rb
  end
  return ra <= 2 and a < b
end

local function sorted_keys(t, n)
  local keys, others, more = {}, {}, 0
  for k in next, t do
    if type(k) == "number" and k >= 1 and k <= n and k % 1 == 0 then
      more = more -- it stands in the list
    elseif rank[type(k)] then
      keys[#keys + 1] = k
    else
      others[#others + 1] = k
    end
  end
  sort(keys, before)
  for i = 1, #others do
    keys[#keys + 1] = others[i]
  end
  return keys
end

local render

local function key_text(k, depth, above)
  if type(k) == "string" and find(k, "^[%a_][%w_]*$") then
    return k
  end
  return "[" .. render(k, DEEPEST, above, WIDTH) .. "]"
end

-- The entries of t as texts, of very many the first.
local function entries(t, depth, above, room)
  local list, n, left = {}, 0, 0
  while rawget(t, n + 1) ~= nil do
    n = n + 1
    if n <= MOST then
      list[n] = render(rawget(t, n), depth + 1, above, room)
    end
  end
  local keys = sorted_keys(t, n)
  left = n > MOST and n - MOST or 0
  for i = 1, #keys do
    if #list < MOST then
      local k = keys[i]
      list[#list + 1] = key_text(k, depth, above) .. " = " ..
        render(rawget(t, k), depth + 1, above, room)
    else
      left = left + 1
    end
  end
  if left > 0 then
    list[#list + 1] = format("... %d more", left)
  end
  return list
end

local function table_text(t, depth, above, room)
  if above[t] then
    return "<the table above>"
  elseif next(t) == nil then
    return "{}"
  elseif depth >= DEEPEST then
    return "{...}"
  end
  above[t] = true
  local list = entries(t, depth, above, room - 2)
  above[t] = nil
  local line = "{" .. concat(list, ", ") .. "}"
  if #line <= room and not find(line, "\n", 1, true) then
    return line
  end
  local lead = "\n  "
  return "{" .. lead .. gsub(concat(list, ",\n"), "\n", lead) .. "\n}"
end

local function has_tostring(v)
  local mt = getmetatable(v)
  return type(mt) == "table" and rawget(mt, "__tostring") ~= nil
end

function render(v, depth, above, room)
  local kind = type(v)
  if kind == "string" then
    return quoted(v)
  elseif kind == "number" then
    return number_text(v)
  elseif kind == "function" then
    return function_text(v)
  elseif kind == "table" then
    if v == env then
      return "_G"
    end
    return has_tostring(v) and said(v) or table_text(v, depth, above, room)
  elseif kind == "userdata" then
    local behind = lib.behind(v)
    if behind then
      return "shared " .. table_text(behind, depth, above, room - 7)
    end
    return lib.described(v) or said(v)
  end
  return said(v)
end

function M.text(v)
  return (render(v, 0, {}, WIDTH))
end

-- ---- inputs ----

-- The body of input k's goroutine: what it comes to is printed and kept.
local function finish(k, ...)
  local n = select("#", ...)
  if n == 0 then
    return
  end
  M.declared._, M.locals._ = true, (...)
  M.declared["_" .. k], M.locals["_" .. k] = true, (...)
  for i = 1, n do
    lib.say(M.text((select(i, ...))) .. "\n")
  end
end

function M.body(f, k)
  return finish(k, f())
end

-- The session's own goroutine: it waits for ever, as for the next input.
function M.session()
  lib.syscall(huge)
end

return M
