-- calls.lua - pcall, xpcall and coroutines inside goroutines.
--
-- Three things are different from plain Lua.  What ends a run or a goroutine
-- passes through pcall uncaught.  Every protected call and coroutine body is
-- entered through a Lua frame of ours, because a panic that another goroutine
-- caused is raised at the next instruction (host.c).  And when the scheduler
-- suspends a goroutine inside one of its own coroutines, the suspension is
-- relayed outwards, and the results of the operation back inwards.
local lib = ...

local raw_pcall, raw_xpcall, raw_error = pcall, xpcall, error
local raw_create, raw_resume = coroutine.create, coroutine.resume
local raw_yield, raw_status = coroutine.yield, coroutine.status
local is_uncatchable, suspended = lib.is_uncatchable, lib.suspended
local match = string.match
local relay, fail, type, getmetatable = lib.relay, lib.fail, type, getmetatable
local frames, setmetatable = lib.frames, setmetatable

local calls = {}

local function pass(...)
  return ...
end

-- Not a tail call: its frame has to be there when f returns.
local function enter(f, ...)
  return pass(f(...))
end
calls.enter = enter

local function callable(f)
  if type(f) == "function" then
    return true
  end
  local mt = getmetatable(f)
  return type(mt) == "table" and mt.__call ~= nil
end
calls.callable = callable

-- ---- what was raised ----

-- A panic that has left a func is its record (defer.lua).
local Panic = {}
calls.Panic = Panic

local function is_panic(e)
  return type(e) == "table" and getmetatable(e) == Panic
end
calls.is_panic = is_panic

-- The Goexit that goes on when panic p is caught where `newest` is the newest
-- one: p itself, or one whose deferred call p has left.
local function goexit_in(p, newest)
  while p and p ~= newest do
    if p.goexit then
      return p
    end
    p = p.up
  end
end
calls.goexit_in = goexit_in

-- What a script may not catch of e, or nil.
local function passing(e)
  if is_uncatchable(e) then
    return e
  end
  return is_panic(e) and goexit_in(e, frames().panic) or nil
end

-- Lua puts the position of whoever called a function of C before its error;
-- when that is a frame of ours the script called it with nothing in between.
local function clean(e)
  if is_panic(e) then
    return e.value
  end
  return type(e) == "string" and match(e, "^seep:%l+:%d+: (.*)") or e
end
calls.clean = clean

local function caught(ok, ...)
  if ok then
    return ok, ...
  end
  local e = passing((...))
  if e then
    raw_error(e, 0)
  end
  return false, clean((...))
end

function calls.pcall(f, ...)
  if not callable(f) then
    return raw_pcall(f, ...)
  end
  return caught(raw_pcall(enter, f, ...))
end

function calls.xpcall(f, handler, ...)
  if not callable(f) then
    return raw_xpcall(f, handler, ...)
  end
  local function handle(e)
    local passes = passing(e)
    if passes then
      return passes
    end
    local _, result = raw_pcall(handler, clean(e))
    return result -- what the handler failed with says more than Lua would
  end
  return caught(raw_xpcall(enter, handle, f, ...))
end

-- The raw protected call, for the library: nothing passes through.
calls.raw_xpcall = raw_xpcall

-- ---- coroutines ----

local coroutines = {}
for k, v in pairs(coroutine) do
  coroutines[k] = v
end

-- The coroutines whose goroutine the scheduler has suspended inside them.
local waiting = setmetatable({}, { __mode = "k" })

-- Each coroutine inside another takes C stack, of which there is little; the
-- same bound as Lua's own on nested C calls.
local MAX_DEPTH = 200
local depth = 0

-- The frames that a coroutine has pushed (defer.lua) while it is suspended:
-- they leave the goroutine with it, and come to the one that resumes it.
local kept = setmetatable({}, { __mode = "k" })

local function bring_frames(co)
  local k, fs = kept[co], frames()
  kept[co] = nil
  for i = 1, #k do
    fs[#fs + 1] = k[i]
  end
  fs.context, fs.panic = k.context, k.panic
end

-- All above the first n.
local function take_frames(co, fs, n)
  local k = { context = fs.context, panic = fs.panic }
  for i = #fs, n + 1, -1 do
    k[i - n], fs[i] = fs[i], nil
  end
  if raw_status(co) == "suspended" then
    kept[co] = k
  end
end

-- Has the run any funcs, whose frames may have to come along?
calls.framed = false

local function left(co, n, context, newest, ...)
  depth = depth - 1
  local fs = calls.framed and frames(true)
  if fs then
    if #fs > n then
      take_frames(co, fs, n)
    end
    fs.context, fs.panic = context, newest
  end
  return ...
end

local function resume_in(co, ...)
  if depth >= MAX_DEPTH then
    return false, "stack overflow: more than " .. MAX_DEPTH ..
      " coroutines inside one another"
  end
  depth = depth + 1
  local fs, n, context, newest = calls.framed and frames(true), 1, nil, nil
  if fs then
    n, context, newest = #fs, fs.context, fs.panic
  end
  if kept[co] then
    bring_frames(co)
  end
  return left(co, n, context, newest, raw_resume(co, ...))
end

local function resume_after(co, ...)
  waiting[co] = nil
  return resume_in(co, ...)
end

-- What a resume of co came to: a scheduler's suspension is not the script's
-- business and goes outwards; the operation's results go back in.
local function settle(co, ok, ...)
  if ok and suspended() then
    waiting[co] = true
    return settle(co, resume_after(co, relay(...)))
  end
  return ok, ...
end

local function check_thread(co, what)
  if type(co) ~= "thread" then
    fail("bad argument #1 to '" .. what .. "' (coroutine expected)")
  end
end

function coroutines.create(f)
  if type(f) ~= "function" then
    fail("bad argument #1 to 'create' (function expected)")
  end
  return raw_create(function(...)
    return enter(f, ...)
  end)
end

function coroutines.resume(co, ...)
  check_thread(co, "resume")
  if lib.is_goroutine(co) then
    return false, "cannot resume a goroutine: the scheduler runs it"
  end
  if waiting[co] then
    return false, "cannot resume a coroutine that waits in a goroutine"
  end
  return caught(settle(co, resume_in(co, ...)))
end

function coroutines.status(co)
  check_thread(co, "status")
  return waiting[co] and "normal" or raw_status(co)
end

function coroutines.yield(...)
  if lib.on_own_thread() then
    fail("attempt to yield outside a coroutine (a goroutine waits by " ..
      "itself; runtime.gosched() lets others run)")
  end
  return raw_yield(...)
end

local function unwrap(ok, ...)
  if not ok then
    raw_error((...), 0)
  end
  return ...
end

function coroutines.wrap(f)
  local co = coroutines.create(f)
  return function(...)
    return unwrap(coroutines.resume(co, ...))
  end
end

calls.coroutine = coroutines
return calls
