-- defer.lua - func, defer, panic, recover, and how a goroutine ends.
--
-- A goroutine's frames are a table (lib.frames) of lists of deferred calls:
-- frame 1 is its own function's, the others were pushed by func-wrapped
-- calls.  After runtime/panic.go:
--
-- A panic, and a Goexit, is a record {value, stack, up, recovered, goexit},
-- made where it is raised.  `up` is the one that was the newest then: its
-- deferred call was under way, and still is unless this panic has left it
-- behind.  A func is left by raising the record itself, so that it is known
-- wherever it is caught; scripts only ever see its value (calls.lua).
--
-- fs.context is the deferred call that runs, fs.panic the newest panic whose
-- deferred call runs: that of fs.context, or of one further out.
local lib = ...

local frames, is_goexit = lib.frames, lib.is_goexit
local calls, fail = lib.calls, lib.fail
local raw_xpcall, enter = calls.raw_xpcall, calls.enter
local callable, clean = calls.callable, calls.clean
local Panic, is_panic, goexit_in = calls.Panic, calls.is_panic, calls.goexit_in
local is_uncatchable, stack = lib.is_uncatchable, lib.stack
local setmetatable = setmetatable
local error, select, unpack, type = error, select, unpack, type
local tostring, rawequal, pcall = tostring, rawequal, pcall
local concat, gsub = table.concat, string.gsub
local find, match, sub = string.find, string.match, string.sub

local M = {}
local NIL_PANIC = "panic called with nil argument " ..
  "(use GODEBUG=panicnil=1 to disable)"

-- Codes that host.c gives and expects.
local ENDED_GOEXIT, ENDED_PANIC = 1, 2

-- What e is on its way out: a panic's record, or something else that was
-- raised and gets one now.
local function panic_of(fs, e, trace)
  if is_panic(e) then
    return e
  end
  return setmetatable({ value = clean(e), stack = trace or "",
    up = fs.panic, goexit = is_goexit(e) }, Panic)
end

-- Sees the stack before anything is unwound.
local function on_error(e)
  if is_panic(e) or is_uncatchable(e) then
    return e
  end
  return panic_of(frames(), e, stack())
end

local function is_end_of_run(e)
  return is_uncatchable(e) and not is_goexit(e)
end

-- What func has made: when one is deferred itself, its own frame is the one
-- that may recover.
local wrapped = setmetatable({}, { __mode = "k" })

-- A library function that was deferred itself has failed: not where its frame
-- was left, but where it was deferred.
local function blame(q, d)
  local place, blamed = lib.site_text(d.site), lib.blamed() .. ": "
  q.stack = "\t" .. place .. ": in a deferred call\n" .. q.stack
  if type(q.value) == "string" and sub(q.value, 1, #blamed) == blamed then
    q.value = place .. sub(q.value, #blamed - 1)
  end
end

-- While a frame is on, a coroutine may take it to another goroutine: whoever
-- comes back to frame f looks whether fs still are the frames it is the last
-- of.

-- Runs d of frame f while panicking with p (or nil); returns what goes on
-- then, and the frames.
local function call_deferred(fs, f, d, p)
  local context, newest = fs.context, fs.panic
  fs.context = { panic = p, frame = f, above = wrapped[d[1]] and 1 or 0 }
  if p then
    fs.panic = p
  end
  local ok, e = raw_xpcall(enter, on_error, d[1], unpack(d, 2, d.n))
  if fs[#fs] ~= f then
    fs = frames()
  end
  if not ok and is_end_of_run(e) then
    error(e, 0)
  end
  fs.context = context
  if ok and not p then
    return nil, fs
  end
  local q = not ok and panic_of(fs, e)
  fs.panic = newest
  if ok then
    if p.recovered then
      p = goexit_in(p, newest)
    end
    return p, fs
  end
  if q.goexit and p and p.goexit and q.up == p then
    return p, fs
  end
  if q.stack == stack() then -- it was raised without any frame of a script's
    blame(q, d)
  end
  return q, fs
end

-- Runs the deferred calls of frame f, last first, while panicking with p (or
-- nil); returns what is still going on afterwards, and the frames.
local function run_deferred(fs, f, p)
  while #f > 0 do
    local d = f[#f]
    f[#f] = nil
    p, fs = call_deferred(fs, f, d, p)
  end
  return p, fs
end

local function leave(fs, f, ok, ...)
  if fs[#fs] ~= f then
    fs = frames()
  end
  if ok and #f == 0 then
    fs[#fs] = nil
    return ...
  end
  local e = ...
  if not ok and is_end_of_run(e) then
    error(e, 0)
  end
  local p
  p, fs = run_deferred(fs, f, not ok and panic_of(fs, e) or nil)
  fs[#fs] = nil
  if p then
    error(p, 0)
  end
  if not ok then
    return -- recovered: no results
  end
  return ...
end

function M.func(fn)
  if not callable(fn) then
    fail("func needs a function, got " .. lib.kind(fn))
  end
  local function with_frame(...)
    local fs = frames()
    local f = {}
    fs[#fs + 1] = f
    return leave(fs, f, raw_xpcall(enter, on_error, fn, ...))
  end
  wrapped[with_frame] = true
  calls.framed = true
  return with_frame
end

function M.defer(fn, ...)
  local d
  if not callable(fn) and type((...)) == "string" then
    local method = (...)
    local found, m = pcall(function() return fn[method] end)
    if not found or not callable(m) then
      fail("defer: a " .. lib.kind(fn) .. " has no method '" .. method .. "'")
    end
    d = { m, fn, select(2, ...) }
    d.n = select("#", ...) + 1
  elseif callable(fn) then
    d = { fn, ... }
    d.n = select("#", ...) + 1
  else
    fail("defer needs a function, or an object and a method name, got " ..
      lib.kind(fn))
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
  if not c or c.frame ~= fs[#fs - c.above] then
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
  return type(v) == "string" and s or (gsub(s, "^(%l+): (0x%x+)$", "(%1) %2"))
end

-- Of several panics, each is cut to what a sentence needs.
local LONGEST = 150

local function cut(s)
  local n = LONGEST
  if #s <= n then
    return s
  end
  while n > 0 and match(sub(s, n + 1, n + 1), "[\128-\191]") do
    n = n - 1 -- not within a character
  end
  return sub(s, 1, n) .. "..."
end

-- For a deferred call that has just recovered: the panic's value in words and
-- where it was raised.
function M.recovered()
  local p = frames().context.panic
  local text, place = cut(show(p.value)), match(p.stack, "^\t([^\n]-:%d+):")
  if not place or find(text, place, 1, true) then
    return text
  end
  return text .. " (" .. place .. ")"
end

-- What Go prints of a panic and those before it, oldest first, a Goexit left
-- out. One that was recovered and raised again is printed once, as since Go
-- 1.25. Here the newest comes first.
local function lines_of(p)
  local lines, n, shown = {}, 0, p.up and cut or tostring
  while p do
    local up, note = p.up, p.recovered and " [recovered]" or ""
    while up and up.recovered and rawequal(up.value, p.value) do
      up, note = up.up, " [recovered, repanicked]"
    end
    if not p.goexit then
      n = n + 1
      lines[n] = shown(show(p.value)) .. note
    end
    p = up
  end
  return lines, n
end

-- They as one text. There is room for so many bytes only (core/verdict.h):
-- of many panics the first and the last are what matters.
local ROOM = 480

local function text_of(p)
  local lines, n = lines_of(p)
  local text, room, last = { lines[n] }, ROOM - #lines[n], 0
  while last < n - 1 and room >= #lines[last + 1] + 9 do
    last = last + 1
    room = room - #lines[last] - 9 -- with its "\n\tpanic: "
  end
  if last < n - 1 then
    text[2] = "... (" .. n - 1 - last .. " more)"
  end
  for i = last, 1, -1 do
    text[#text + 1] = "panic: " .. lines[i]
  end
  return concat(text, "\n\t")
end

-- Ends a goroutine whose function is over: `code` says how (0: it returned).
-- Returns a code again, and for a panic its text and stack.
function M.epilogue(fs, code, value, trace)
  for i = #fs, 2, -1 do
    fs[i] = nil
  end
  fs.context, fs.panic = nil, nil
  local p = code ~= 0 and panic_of(fs, value, trace) or nil
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
