-- sandbox.lua - the environment of scripts, put together.
--
-- Nothing of the host is in it: no files, processes, environment variables,
-- bytecode or C modules.  What may call back into the script and block is
-- replaced by something that can (calls.lua, sort.lua, gsub.lua).
local lib = ...

local fail, type, tostring, select = lib.fail, type, tostring, select
local load, setfenv, getfenv, error = loadstring, setfenv, getfenv, error
local setmetatable, concat, floor = setmetatable, table.concat, math.floor
local pairs, pcall, rawget, rawset = pairs, pcall, rawget, rawset

local function copy(t, without)
  local c = {}
  for k, v in pairs(t) do
    if not (without and without[k]) then
      c[k] = v
    end
  end
  return c
end

local env = {}

-- ---- Lua's own, as far as they are harmless ----

for _, name in pairs{ "assert", "error", "getmetatable", "setmetatable",
    "rawequal", "rawget", "rawset", "tonumber", "tostring", "type",
    "unpack", "_VERSION" } do
  env[name] = _G[name]
end
env._G = env
env.pcall, env.xpcall = lib.calls.pcall, lib.calls.xpcall
env.coroutine = lib.calls.coroutine
env.setmetatable = lib.observed.setmetatable
env.getmetatable = lib.observed.getmetatable
env.pairs, env.ipairs, env.next = lib.observed.pairs, lib.observed.ipairs,
  lib.observed.next
env.bit = copy(bit)

-- debug.traceback([thread,] [message [, level]]), without frames of ours.
env.debug = {}
function env.debug.traceback(...)
  local thread = type((...)) == "thread" and (...) or nil
  local message, level = select(thread and 2 or 1, ...)
  if message ~= nil and type(message) ~= "string"
      and type(message) ~= "number" then
    return message
  end
  local frames = lib.stack(thread)
  level = not thread and type(level) == "number" and level or 1
  while level > 1 and frames ~= "" do
    frames, level = frames:gsub("^[^\n]*\n", "", 1), level - 1
  end
  local head = message ~= nil and message .. "\n" or ""
  return head .. "stack traceback:\n" .. (frames:gsub("\n$", ""))
end

-- sync.pool is loaded when the first one is made.
local function age_pools()
  if lib.collect_pools then
    lib.collect_pools()
  end
end

local raw_collect = collectgarbage
function env.collectgarbage(what, n)
  what = what or "collect"
  if what == "stop" or what == "restart" then
    return 0 -- the collector is the run's, not the script's
  end
  if what == "collect" then
    age_pools()
  end
  return raw_collect(what, n)
end

function env.print(...)
  local out = {}
  for i = 1, select("#", ...) do
    local s = tostring((select(i, ...)))
    if type(s) ~= "string" then
      fail("'tostring' must return a string to 'print'")
    end
    out[i] = s
  end
  lib.write(concat(out, "\t") .. "\n")
end

-- ---- string, table, math ----

local raw_gsub, raw_sort = string.gsub, table.sort
-- The string metatable's __index is this very table, so that s:gsub is ours.
string.dump = nil
function string.gsub(...)
  local kind = type((select(3, ...)))
  if kind == "function" or kind == "table" then
    return lib.gsub(...)
  end
  return raw_gsub(...)
end
-- LuaJIT cuts the count to 32 bits; what does not fit is an error instead.
local raw_rep = string.rep
function string.rep(s, n, ...)
  if type(n) == "number" and type(s) == "string" and
     n * #s > 2 ^ 31 - 1 then
    fail("resulting string too large")
  end
  return raw_rep(s, n, ...)
end
env.string = string

-- Lua's complaint names no line.
local raw_find = string.find
local function sort_plain(t)
  local ok, e = pcall(raw_sort, t)
  if not ok then
    if type(e) == "string" and raw_find(e, "^attempt to compare ") then
      fail(e)
    end
    error(e, 0)
  end
end

env.table = copy(table)
function env.table.sort(...)
  local t, cmp = ...
  local first = type(t) == "table" and rawget(t, 1)
  if cmp == nil and (type(first) == "number" or type(first) == "string") then
    return sort_plain(t) -- nothing of the script's is called
  end
  return lib.sort(...)
end
for _, name in ipairs{ "insert", "remove", "concat", "sort" } do
  env.table[name] = lib.observed.taking_observed(name, env.table[name])
end
env.unpack = lib.observed.taking_observed("unpack", unpack)

env.math = copy(math)
env.math.random, env.math.randomseed = lib.random, lib.randomseed

-- ---- os, on virtual time ----

local START = 946684800 -- 2000-01-01 00:00 UTC, as Go's synctest
local function wall()
  return START + floor((lib.now() + lib.wall_offset()) / 1e9)
end

local function days_from_civil(y, m, d)
  y = m <= 2 and y - 1 or y
  local era = floor(y / 400)
  local yoe = y - era * 400
  local doy = floor((153 * (m + (m > 2 and -3 or 9)) + 2) / 5) + d - 1
  local doe = yoe * 365 + floor(yoe / 4) - floor(yoe / 100) + doy
  return era * 146097 + doe - 719468
end

local os_lib = {}
function os_lib.time(t)
  if t == nil then
    return wall()
  end
  if type(t) ~= "table" then
    fail("bad argument #1 to 'time' (table expected, got " .. type(t) .. ")")
  end
  for _, k in pairs{ "year", "month", "day" } do
    if type(t[k]) ~= "number" then
      fail("field '" .. k .. "' missing in date table")
    end
  end
  local months = t.year * 12 + t.month - 1
  local days = days_from_civil(floor(months / 12), months % 12 + 1, t.day)
  return days * 86400 + (t.hour or 12) * 3600 + (t.min or 0) * 60 +
    (t.sec or 0)
end

function os_lib.clock()
  return lib.now() / 1e9
end

local raw_date = os and os.date
function os_lib.date(format, t)
  format = format or "%c"
  if type(format) ~= "string" then
    fail("bad argument #1 to 'date' (string expected)")
  end
  t = t or wall()
  if type(t) ~= "number" or t ~= t or t < 0 or t > 253402300799 then
    fail("bad argument #2 to 'date' (a time expected)")
  end
  if format:sub(1, 1) ~= "!" then
    format = "!" .. format -- UTC everywhere: no machine's time zone
  end
  return raw_date(format, t)
end

function os_lib.difftime(a, b)
  return a - (b or 0)
end

-- ---- loading code ----

local function compile(text, name, at_env)
  if text:byte(1) == 27 then
    return nil, "attempt to load a bytecode chunk (only text is allowed)"
  end
  local f, e = load(text, name)
  if not f then
    return f, e
  end
  setfenv(f, at_env or env)
  return f
end

local function read_all(reader)
  local parts, n = {}, 0
  while true do
    local s = reader()
    if s == nil or s == "" then
      return concat(parts)
    end
    if type(s) ~= "string" then
      fail("reader function must return a string")
    end
    n = n + 1
    parts[n] = s
  end
end

function env.load(chunk, name, mode, at_env)
  local text = chunk
  if lib.calls.callable(chunk) and type(chunk) ~= "string" then
    text = read_all(chunk)
    name = name or "=(load)"
  elseif type(chunk) ~= "string" then
    fail("bad argument #1 to 'load' (function or string expected, got " ..
      type(chunk) .. ")")
  end
  if mode ~= nil and not tostring(mode):find("t", 1, true) then
    return nil, "attempt to load a text chunk (mode is '" ..
      tostring(mode) .. "')"
  end
  return compile(text, name or text, at_env)
end

function env.loadstring(text, name)
  if type(text) ~= "string" then
    fail("bad argument #1 to 'loadstring' (string expected, got " ..
      type(text) .. ")")
  end
  return compile(text, name or text)
end

-- getfenv and setfenv, for the script's own functions only.
function env.getfenv(f)
  if type(f) == "number" and f > 0 then
    f = f + 1
  end
  local ok, e = pcall(getfenv, f == nil and 2 or f)
  return ok and e ~= lib.host_globals and e or env
end

function env.setfenv(f, t)
  if type(t) ~= "table" then
    fail("bad argument #2 to 'setfenv' (table expected)")
  end
  if type(f) == "number" then
    if f <= 0 then
      fail("setfenv: the goroutine's own environment cannot be changed")
    end
    f = f + 1
  elseif type(f) ~= "function" or lib.is_ours(f) then
    fail("setfenv: only a function of the script can get another environment")
  end
  local result = setfenv(f, t) -- no tail call: the level counts this frame
  return result
end

-- ---- require ----

local loaded, loading = {}, {}
-- Lua's own libraries, and those that were let in.
local own = { string = true, table = true, math = true, bit = true,
  coroutine = true, debug = true, os = true, io = true, ffi = true }

function env.require(name)
  if type(name) ~= "string" then
    fail("bad argument #1 to 'require' (string expected, got " ..
      type(name) .. ")")
  end
  if loaded[name] ~= nil then
    return loaded[name]
  elseif own[name] and rawget(env, name) then
    return rawget(env, name)
  end
  if not name:find("^[%w_][%w_%-]*$") and
     not name:find("^[%w_][%w_%-%.]*[%w_%-]$") or name:find("..", 1, true) then
    fail("module name '" .. name:gsub("%c", "?") .. "' is not allowed: " ..
      "letters, digits, '_', '-' and single dots")
  end
  if loading[name] then
    fail("loop in require of module '" .. name .. "'")
  end
  local text, path = lib.read_module((name:gsub("%.", "/")))
  if not text then
    fail("module '" .. name .. "' not found: " .. path)
  end
  local f, e = compile(text, "@" .. path)
  if not f then
    error(e, 0)
  end
  loading[name] = true
  local result = f(name)
  loading[name] = nil
  loaded[name] = result == nil and true or result
  return loaded[name]
end

-- ---- seep's own ----

local names = { "go", "chan", "nilchan", "select", "recv", "send", "shared" }
for i = 1, #names do
  env[names[i]] = lib[names[i]]
end
env.func, env.defer = lib.defer.func, lib.defer.defer
env.panic, env.recover = lib.defer.panic, lib.defer.recover
env.errors, env.context, env.sync = lib.errors, lib.context, lib.sync

env.time = {
  ns = 1, us = 1e3, ms = 1e6, second = 1e9, minute = 60e9, hour = 3600e9,
  now = lib.now, since = lib.time_since, sleep = lib.time_sleep,
  after = lib.time_after, tick = lib.time_tick,
  new_timer = lib.time_new_timer, new_ticker = lib.time_new_ticker,
  after_func = lib.time_after_func, format = lib.format_duration,
  legacy = lib.time_legacy,
}

env.runtime = {
  gosched = lib.gosched, goexit = lib.goexit, exit = lib.exit,
  num_goroutine = lib.num_goroutine, gomaxprocs = lib.gomaxprocs,
  work = lib.work, syscall = lib.syscall, goroutines = lib.goroutines,
  mem = lib.mem, leaked = lib.leaked,
  gc = function()
    age_pools()
    raw_collect("collect")
  end,
  stack = function(all)
    return lib.dump(all and true or false)
  end,
}

env.scenario, env.check = lib.scenario, lib.check
env.always, env.sometimes = lib.judge.always, lib.judge.sometimes
env.never, env.any = lib.judge.never, lib.judge.any

-- os last: io and the real os only when allowed on the command line.
env.os = os_lib
if lib.allow_os then
  env.os = copy(lib.allow_os)
  for k, v in pairs(os_lib) do
    env.os[k] = v
  end
end
if lib.allow_io then
  env.io = lib.allow_io
end
if lib.allow_ffi then
  env.ffi = lib.allow_ffi
end

-- Everything is a field of `seep` too.
local seep = {}
for k, v in pairs(env) do
  seep[k] = v
end
env.seep = seep

-- Modules that few scripts need are loaded when one asks for them: by name,
-- what each is made of, in this order.
local late = {
  { "net", "conn", "net" }, { "http", "conn", "net", "http" },
  { "pool", "pool" }, { "resource", "resource" }, { "map", "map" },
  { "errgroup", "errgroup" }, { "semaphore", "semaphore" },
  { "singleflight", "singleflight" }, { "chaos", "chaos" },
}
local function load_parts(parts)
  for k = 2, #parts do
    lib.load_part(parts[k])
  end
end
local loaders = {}
for i = 1, #late do
  local name, parts = late[i][1], late[i]
  loaders[name] = function()
    load_parts(parts)
    rawset(env, name, lib[parts[#parts]])
    rawset(seep, name, env[name])
    return env[name]
  end
end

-- What a script is going to ask for, by its text: a run that loads a part does
-- so each time it is made. The names are not set: they may be the script's.
function lib.load_mentioned(text, has_plans)
  for i = 1, #late do
    if text:find(late[i][1], 1, true) then
      load_parts(late[i])
    end
  end
  if lib.pool then
    lib.load_part("syncpool")
  end
  if (lib.chaos or has_plans) and (lib.net or lib.pool) then
    lib.load_part("harm")
  end
end
setmetatable(seep, { __metatable = false, __index = function(_, k)
  return loaders[k] and loaders[k]()
end })

return setmetatable(env, lib.observed.globals(env, loaders))
