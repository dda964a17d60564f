-- sync.lua - sync: what is made of mutexes and waitgroups.
--
-- Once after sync/once.go (concurrent callers wait in its mutex, a panic
-- counts as done), OnceFunc and OnceValue after sync/oncefunc.go.
local lib = ...

local mutex, fail, callable = lib.own_mutex, lib.fail, lib.calls.callable
local func, defer, recover = lib.defer.func, lib.defer.defer,
  lib.defer.recover
local panic = lib.defer.panic
local cond, cond_draw, cond_wait = lib.cond, lib.cond_draw, lib.cond_wait
local syncmap_range, syncmap_next = lib.syncmap_range, lib.syncmap_next
local syncmap_check, syncmap_load = lib.syncmap_check,
  lib.syncmap_methods.load
local setmetatable, type, unpack, select = setmetatable, type, unpack, select
local pcall = pcall

local sync = { mutex = lib.mutex, waitgroup = lib.waitgroup,
  atomic = lib.atomic, map = lib.syncmap }

local function need_function(fn, what)
  if not callable(fn) then
    fail(what .. " needs a function, got " .. type(fn))
  end
end

-- wg:go(fn, ...): add, then done when fn's goroutine ends.
function lib.waitgroup_methods.go(wg, fn, ...)
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

local RLocker = { __metatable = "rlocker" }
RLocker.__index = RLocker
local locker_of = setmetatable({}, { __mode = "k" })

function RLocker:lock()
  locker_of[self]:rlock()
end

function RLocker:unlock()
  locker_of[self]:runlock()
end

-- rw:rlocker(): a lock whose lock and unlock are rlock and runlock.
function lib.rwmutex_methods.rlocker(rw)
  local l = setmetatable({}, RLocker)
  locker_of[l] = rw
  return l
end

sync.rwmutex = lib.rwmutex

-- ---- cond (sync/cond.go) ----

function sync.cond(locker, name)
  if not is_locker(locker) then
    fail("sync.cond needs a lock (sync.mutex, sync.rwmutex), got "
      .. type(locker))
  end
  return cond(locker, name)
end

function lib.cond_methods.wait(c)
  local locker, ticket = cond_draw(c)
  locker:unlock()
  cond_wait(c, ticket)
  locker:lock()
end

-- ---- map (sync/map.go) ----

-- m:range(f): a load of each key, and f(key, value) unless it has gone; until
-- f returns false.
function lib.syncmap_methods.range(m, f)
  syncmap_check(m)
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

local Once = {}
Once.__index = Once
Once.__metatable = "once"

local state = setmetatable({}, { __mode = "k" })

-- At most once, also when fn panics or exits; who comes meanwhile waits.
function Once:call(fn)
  local o = state[self]
  if not o then
    fail("a once expected")
  end
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
  state[o] = { m = mutex(name), over = lib.chan(), done = false }
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
