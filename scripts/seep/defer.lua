-- defer.lua - func, defer, panic, recover, and how a goroutine ends.
--
-- A goroutine's frames are a table (lib.frames) of lists of deferred calls:
-- frame 1 is its own function's, the others were pushed by func-wrapped
-- calls.  A panic is a record {value, stack, up, recovered, goexit}; `up` is
-- the panic it replaced.  After runtime/panic.go.
local lib = ...

local frames, is_goexit = lib.frames, lib.is_goexit
local raw_xpcall, enter = lib.calls.raw_xpcall, lib.calls.enter
local callable, clean, fail = lib.calls.callable, lib.calls.clean, lib.fail
local is_uncatchable, stack = lib.is_uncatchable, lib.stack
local setmetatable = setmetatable
local error, select, unpack, type = error, select, unpack, type
local tostring, rawequal, pcall = tostring, rawequal, pcall

local M = {}
local NIL_PANIC = "panic called with nil argument " ..
  "(use GODEBUG=panicnil=1 to disable)"

-- Codes that host.c gives and expects.
local ENDED_GOEXIT, ENDED_PANIC = 1, 2

-- The stack where the last error was raised, by its value: seen by the
-- handler, before anything is unwound.
local last_error, last_stack

local function on_error(e)
  if not is_uncatchable(e) and not rawequal(e, last_error) then
    last_error, last_stack = e, stack()
  end
  return e
end

local function new_panic(fs, e, up)
  local p = fs.panic
  e = clean(e)
  if p and rawequal(p.value, e) and not p.recovered and p ~= up then
    return p -- the same one, on its way through an outer frame
  end
  p = { value = e, stack = last_stack or "", up = up,
    goexit = is_goexit(e) }
  last_error, last_stack = nil, nil
  return p
end

-- What a Goexit interrupted by panics comes back to once they are recovered.
local function goexit_below(p)
  p = p.up
  while p and not p.goexit do
    p = p.up
  end
  return p
end

-- What func has made: when one is deferred itself, its own frame is the one
-- that may recover.
local wrapped = setmetatable({}, { __mode = "k" })

local function call_deferred(fs, d, p)
  local depth = wrapped[d[1]] and #fs + 1 or #fs
  local context = { panic = p, depth = depth, up = fs.context }
  fs.context = context
  local ok, e = raw_xpcall(enter, on_error, d[1], unpack(d, 2, d.n))
  fs.context = context.up
  if ok then
    if p and p.recovered then
      return goexit_below(p)
    end
    return p
  end
  if is_uncatchable(e) and not is_goexit(e) then
    error(e, 0) -- the run is over
  end
  if is_goexit(e) and p and p.goexit then
    return p
  end
  if last_stack == "" then -- a library function, deferred itself
    last_stack = "\t" .. lib.site_text(d.site) .. ": in a deferred call\n"
  end
  return new_panic(fs, e, p)
end

-- Runs the deferred calls of frame f, last first, while panicking with p (or
-- nil); returns what is still going on afterwards.
local function run_deferred(fs, f, p)
  while #f > 0 do
    local d = f[#f]
    f[#f] = nil
    p = call_deferred(fs, d, p)
  end
  return p
end

local function leave(fs, f, ok, ...)
  if ok and #f == 0 then
    fs[#fs] = nil
    return ...
  end
  local e = ...
  if not ok and is_uncatchable(e) and not is_goexit(e) then
    error(e, 0)
  end
  local p = not ok and new_panic(fs, e) or nil
  local was_panicking = p ~= nil
  p = run_deferred(fs, f, p)
  fs[#fs] = nil
  if p then
    fs.panic = p
    error(p.value, 0)
  end
  if was_panicking then
    return -- recovered: no results
  end
  return ...
end

function M.func(fn)
  if not callable(fn) then
    fail("func needs a function, got " .. type(fn))
  end
  local function with_frame(...)
    local fs = frames()
    local f = {}
    fs[#fs + 1] = f
    return leave(fs, f, raw_xpcall(enter, on_error, fn, ...))
  end
  wrapped[with_frame] = true
  return with_frame
end

function M.defer(fn, ...)
  local d
  if not callable(fn) and type((...)) == "string" then
    local method = (...)
    local found, m = pcall(function() return fn[method] end)
    if not found or not callable(m) then
      fail("defer: " .. type(fn) .. " has no method '" .. method .. "'")
    end
    d = { m, fn, select(2, ...) }
    d.n = select("#", ...) + 1
  elseif callable(fn) then
    d = { fn, ... }
    d.n = select("#", ...) + 1
  else
    fail("defer needs a function, or an object and a method name, got " ..
      type(fn))
  end
  d.site = lib.site()
  local fs = frames()
  local f = fs[#fs]
  f[#f + 1] = d
end

function M.panic(v)
  if v == nil then
    v = NIL_PANIC
  end
  error(v, 0)
end

function M.recover()
  local fs = frames()
  local c = fs.context
  if not c or c.depth ~= #fs then
    return nil
  end
  local p = c.panic
  if not p or p.recovered or p.goexit then
    return nil
  end
  p.recovered = true
  return p.value
end

-- ---- how Go prints a panic ----

local function show(v)
  local ok, s = pcall(tostring, v)
  if not ok then
    return "(the panic value's __tostring failed)"
  end
  return s
end

-- "one [recovered]\n\tpanic: two": the replaced panics first, the last few
-- of very many.
local SHOWN = 16

local function text_of(p)
  local parts, n = {}, 0
  while p and not p.goexit and n < SHOWN do
    n = n + 1
    local up, note = p.up, n > 1 and p.recovered and " [recovered]" or ""
    if up and up.recovered and rawequal(up.value, p.value) then
      up, note = up.up, " [recovered, repanicked]" -- the same one again
    end
    parts[n] = show(p.value) .. note
    p = up
  end
  if p and not p.goexit then
    n = n + 1
    parts[n] = "(more before)"
  end
  local text = parts[n]
  for i = n - 1, 1, -1 do
    text = text .. "\n\tpanic: " .. parts[i]
  end
  return text
end
M.text_of = text_of

-- Ends a goroutine whose function is over: `code` says how (0: it returned).
-- Returns a code again, and for a panic its text and stack.
function M.epilogue(fs, code, value, trace)
  local p
  if code ~= 0 then
    p = fs.panic
    if not p or not rawequal(p.value, value) or p.recovered then
      p = { value = value, stack = trace, goexit = code == ENDED_GOEXIT }
    end
  end
  for i = #fs, 2, -1 do
    fs[i] = nil
  end
  p = run_deferred(fs, fs[1], p)
  if not p then
    return 0
  end
  if p.goexit then
    return ENDED_GOEXIT
  end
  return ENDED_PANIC, text_of(p), p.stack
end

return M
