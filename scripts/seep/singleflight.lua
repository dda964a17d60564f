-- singleflight - golang.org/x/sync/singleflight: calls with one key at a time
-- share one execution.
--
-- A panic is raised in every caller, with its value as it was. Where callers
-- wait at channels it must not be recovered from, or these would wait for
-- ever: it is raised in a goroutine of its own, and the one of the call stays
-- to be seen.
local lib = ...

local fail, need_function, go = lib.fail, lib.args.need_function, lib.go
local func, defer, recover = lib.defer.func, lib.defer.defer,
  lib.defer.recover
local panic, goexit = lib.defer.panic, lib.goexit
local mutex, waitgroup, chan = lib.own_mutex, lib.call_waitgroup, lib.chan
local setmetatable = setmetatable

local GOEXIT = "runtime.Goexit was called"

local Group = lib.sealed{}
Group.__index = Group
Group.__metatable = "singleflight"

local state = setmetatable({}, { __mode = "k" })

local check = lib.args.handle("singleflight", "a singleflight", state)
Group.__tostring = lib.args.printed_handle("singleflight", state)

local function check_key(key, what)
  if key == nil or key ~= key then
    fail("singleflight:" .. what .. " needs a key, got "
      .. (key == nil and "nil" or "NaN"))
  end
end

local function check_call(group, key, fn, what)
  local g = check(group, what)
  check_key(key, what)
  need_function(fn, "singleflight:" .. what)
  return g
end

-- ---- one execution ----

-- c is over: lets the others know. Runs as a deferred call.
local function finish(g, c, key)
  g.mu:lock()
  c.wg:done()
  if g.calls[key] == c then
    g.calls[key] = nil
  end
  if c.over then
    for i = 1, #c.chans do
      c.chans[i]:send{ val = c.val, err = c.err, shared = c.dups > 0 }
    end
  end
  g.mu:unlock()
  if not c.panicked then
    return
  end
  if #c.chans > 0 then
    go("singleflight", panic, c.value)
    lib.select{}
  end
  panic(c.value)
end

-- Calls fn; c.over: it returned; c.panicked: with c.value.
local function attempt(c, fn)
  func(function()
    defer(function()
      if not c.over then
        c.value = recover()
        c.panicked = c.value ~= nil
      end
    end)
    c.val, c.err = fn()
    c.over = true
  end)()
end

-- Two frames tell a panic from a goexit, which ends both.
local function execute(g, c, key, fn)
  func(function()
    defer(function()
      if not c.over and not c.panicked then
        c.err = GOEXIT
      end
      finish(g, c, key)
    end)
    attempt(c, fn)
  end)()
end

-- The lock is held.
local function new_call(g, key)
  local c = { wg = waitgroup(g.name or "singleflight"), dups = 0, chans = {} }
  c.wg:add(1)
  g.calls[key] = c
  return c
end

-- ---- methods ----

local function join(c)
  c.wg:wait()
  if c.panicked then
    panic(c.value)
  elseif c.err == GOEXIT and not c.over then
    goexit()
  end
  return c.val, c.err, true
end

-- v, err, shared = g:call(key, fn)
function Group:call(key, fn)
  local g = check_call(self, key, fn, "call")
  g.mu:lock()
  local c = g.calls[key]
  if c then
    c.dups = c.dups + 1
    g.mu:unlock()
    return join(c)
  end
  c = new_call(g, key)
  g.mu:unlock()
  execute(g, c, key, fn)
  return c.val, c.err, c.dups > 0
end

-- ch = g:call_chan(key, fn): gets { val =, err =, shared = }.
function Group:call_chan(key, fn)
  local g = check_call(self, key, fn, "call_chan")
  local ch = chan(1, g.name)
  g.mu:lock()
  local c = g.calls[key]
  if c then
    c.dups = c.dups + 1
    c.chans[#c.chans + 1] = ch
    g.mu:unlock()
    return ch:recv_only()
  end
  c = new_call(g, key)
  c.chans[1] = ch
  g.mu:unlock()
  go("singleflight", execute, g, c, key, fn)
  return ch:recv_only()
end

-- The next call with the key runs its function, whatever is under way.
function Group:forget(key)
  local g = check(self, "forget")
  check_key(key, "forget")
  g.mu:lock()
  g.calls[key] = nil
  g.mu:unlock()
end

local singleflight = {}

-- singleflight.new([name])
function singleflight.new(name)
  local group = setmetatable({}, Group)
  state[group] = { mu = mutex(name), name = name, calls = {} }
  return group
end

return singleflight
