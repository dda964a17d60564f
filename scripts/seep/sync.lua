-- sync.lua - sync: what is made of mutexes and waitgroups.
--
-- Once after sync/once.go (concurrent callers wait in its mutex, a panic
-- counts as done), OnceFunc and OnceValue after sync/oncefunc.go.
local lib = ...

local once_lock, fail, callable = lib.once_lock, lib.fail, lib.calls.callable
local need_function, userdata = lib.args.need_function, lib.args.userdata
local func, defer, recover = lib.defer.func, lib.defer.defer,
  lib.defer.recover
local panic = lib.defer.panic
local cond, cond_locker = lib.cond, lib.cond_locker
local cond_draw, cond_wait = lib.cond_draw, lib.cond_wait
local syncmap_range, syncmap_next = lib.syncmap_range, lib.syncmap_next
local syncmap_load = lib.syncmap_methods.load
local setmetatable, type, unpack, select = setmetatable, type, unpack, select
local pcall, tostring = pcall, tostring

local sync = { mutex = lib.mutex, waitgroup = lib.waitgroup,
  atomic = lib.atomic, map = lib.syncmap }

-- wg:go(fn, ...): add, then done when fn's goroutine ends.
function lib.waitgroup_methods.go(wg, fn, ...)
  userdata(wg, "waitgroup", "a waitgroup", "go")
  need_function(fn, "waitgroup:go")
  wg:add(1)
  local args, n = { ... }, select("#", ...)
  return lib.go(function()
    defer(wg, "done")
    fn(unpack(args, 1, n))
  end)
end

-- ---- locks ----

-- Something with lock and unlock: of ours, or a script's own.
local function is_locker(v)
  local ok, found = pcall(function()
    return callable(v.lock) and callable(v.unlock)
  end)
  return ok and found
end

local RLocker = lib.sealed{ __metatable = "rlocker" }
RLocker.__index = RLocker
local locker_of = setmetatable({}, { __mode = "k" })
local check_rlocker = lib.args.handle("rlocker", "a rlocker", locker_of)

function RLocker:lock()
  check_rlocker(self, "lock"):rlock()
end

function RLocker:unlock()
  check_rlocker(self, "unlock"):runlock()
end

-- rw:rlocker(): a lock whose lock and unlock are rlock and runlock.
function lib.rwmutex_methods.rlocker(rw)
  userdata(rw, "rwmutex", "a rwmutex", "rlocker")
  local l = setmetatable({}, RLocker)
  locker_of[l] = rw
  return l
end

sync.rwmutex = lib.rwmutex

-- ---- cond (sync/cond.go) ----

function sync.cond(locker, name)
  if not is_locker(locker) then
    fail("sync.cond needs a lock (sync.mutex, sync.rwmutex), got "
      .. lib.kind(locker))
  end
  return cond(locker, name)
end

function lib.cond_methods.wait(c)
  userdata(c, "cond", "a cond", "wait")
  local locker, ticket = cond_locker(c), cond_draw(c)
  locker:unlock()
  cond_wait(c, ticket)
  locker:lock()
end

-- ---- map (sync/map.go) ----

-- m:range(f): a load of each key, and f(key, value) unless it has gone; until
-- f returns false.
function lib.syncmap_methods.range(m, f)
  userdata(m, "sync.map", "a sync.map", "range")
  need_function(f, "sync.map:range")
  local cursor = syncmap_range(m)
  local key = syncmap_next(m, cursor)
  while key ~= nil do
    local value, ok = syncmap_load(m, key)
    if ok and f(key, value) == false then
      return
    end
    key = syncmap_next(m, cursor)
  end
end

-- sync.pool{ new = fn }: in syncpool.lua, loaded for the first one.
function sync.pool(...)
  local pool = lib.syncpool or lib.load_part("syncpool")
  return pool(...)
end

-- ---- once (sync/once.go, sync/oncefunc.go) ----

local Once = lib.sealed{}
Once.__index = Once
Once.__metatable = "once"

local state = setmetatable({}, { __mode = "k" })
local check = lib.args.handle("once", "a once", state)

function Once:__tostring()
  return tostring(check(self, "tostring").m)
end

-- At most once, also when fn panics or exits; who comes meanwhile waits.
function Once:call(fn)
  local o = check(self, "call")
  need_function(fn, "once:call")
  if o.done then
    o.over:recv() -- closed: what fn did comes before what the caller does
    return
  end
  func(function()
    o.m:lock()
    defer(o.m, "unlock")
    if not o.done then
      defer(function()
        o.over:close()
        o.done = true
      end)
      fn()
    end
  end)()
end

function sync.once(name)
  local o = setmetatable({}, Once)
  state[o] = { m = once_lock(name), over = lib.chan(), done = false }
  return o
end

-- The function that runs fn once and then gives its results, or raises its
-- panic, every time.
local function once_value(fn, what, name)
  need_function(fn, what)
  local once, results, n, failed, value = sync.once(name), {}, 0, true, nil
  return function()
    once:call(func(function()
      defer(function()
        if failed then
          value = recover()
          panic(value)
        end
      end)
      local function keep(...)
        results, n = { ... }, select("#", ...)
      end
      keep(fn())
      failed = false
    end))
    if failed then
      panic(value)
    end
    return unpack(results, 1, n)
  end
end

function sync.once_func(fn, name)
  local f = once_value(fn, "once_func", name)
  return function()
    f()
  end
end

function sync.once_value(fn, name)
  return once_value(fn, "once_value", name)
end

return sync
