-- semaphore - golang.org/x/sync/semaphore: a weighted semaphore.
--
-- Who waits stands in a queue, and nobody overtakes: not even who wants less
-- than the first one. The queue:
--
--   s.first -> waiter <-> waiter <- s.last
local lib = ...

local fail, panic, channel = lib.fail, lib.defer.panic, lib.semaphore_channel
local mutex = lib.own_mutex
local select_case, recv = lib.select, lib.recv
local setmetatable, type, floor = setmetatable, type, math.floor

local Weighted = lib.sealed{}
Weighted.__index = Weighted
Weighted.__metatable = "semaphore"

local state = setmetatable({}, { __mode = "k" })

-- ---- arguments ----

local check = lib.args.handle("semaphore", "a semaphore", state)
Weighted.__tostring = lib.args.printed_handle("semaphore", state)

local function check_weight(n, what)
  if n == nil then
    return 1
  end
  if type(n) ~= "number" or n ~= floor(n) or n < 0 or n > 2 ^ 53 then
    fail(what .. " needs a whole number that is not negative, got "
      .. lib.args.got(n))
  end
  return n
end

local function check_context(ctx)
  if not lib.is_context(ctx) and (type(ctx) ~= "table" or
     type(ctx.done) ~= "function" or type(ctx.err) ~= "function") then
    fail("semaphore:acquire needs a context, got " .. lib.kind(ctx))
  end
end

-- ---- the queue; the lock is held ----

local function push(s, w)
  w.prev, s.last = s.last, w
  if w.prev then
    w.prev.next = w
  else
    s.first = w
  end
end

local function remove(s, w)
  if w.prev then
    w.prev.next = w.next
  else
    s.first = w.next
  end
  if w.next then
    w.next.prev = w.prev
  else
    s.last = w.prev
  end
end

-- Wakes from the front on whoever can be served now. Skipping a big one would
-- let small ones starve it.
local function notify(s)
  local w = s.first
  while w and s.size - s.current >= w.n do
    s.current = s.current + w.n
    remove(s, w)
    w.ready:close()
    w = s.first
  end
end

local function fits(s, n)
  return s.size - s.current >= n and not s.first
end

local function is_ready(ch)
  return select_case{ recv(ch), default = true } ~= "default"
end

-- ---- methods ----

-- The context has ended while w was in the queue, or just after.
local function give_up(s, w)
  s.mu:lock()
  if is_ready(w.ready) then -- served in between: as if it had not been
    s.current = s.current - w.n
    notify(s)
  else
    local first = s.first == w
    remove(s, w)
    if first and s.size > s.current then
      notify(s)
    end
  end
  s.mu:unlock()
end

local function release(s, n)
  s.mu:lock()
  s.current = s.current - n
  if s.current < 0 then
    s.mu:unlock()
    panic("semaphore: released more than held")
  end
  notify(s)
  s.mu:unlock()
end

local function wait(s, ctx, done, w)
  if select_case{ recv(done, "done"), recv(w.ready, "ready") } == "done" then
    give_up(s, w)
    return ctx:err()
  end
  if is_ready(done) then
    release(s, w.n)
    return ctx:err()
  end
end

-- Only a context ends such a wait. Once a semaphore: it may be in a loop.
local function note_too_much(s, n)
  if not s.noted then
    s.noted = true
    lib.note(("semaphore:acquire wants %d of a semaphore of %d, which it can "
      .. "never have (%s)"):format(n, s.size, lib.where(1)))
  end
end

-- err = s:acquire(ctx, n)
function Weighted:acquire(ctx, n)
  local s = check(self, "acquire")
  check_context(ctx)
  n = check_weight(n, "semaphore:acquire")
  local done = ctx:done()
  s.mu:lock()
  if is_ready(done) then
    s.mu:unlock()
    return ctx:err()
  end
  if fits(s, n) then
    s.current = s.current + n
    s.mu:unlock()
    return nil
  end
  if n > s.size then -- it never fits, and must not be in others' way
    s.mu:unlock()
    note_too_much(s, n)
    done:recv()
    return ctx:err()
  end
  local w = { n = n, ready = channel(s.mu, s.name or "semaphore") }
  push(s, w)
  s.mu:unlock()
  return wait(s, ctx, done, w)
end

function Weighted:try_acquire(n)
  local s = check(self, "try_acquire")
  n = check_weight(n, "semaphore:try_acquire")
  s.mu:lock()
  local ok = fits(s, n)
  if ok then
    s.current = s.current + n
  end
  s.mu:unlock()
  return ok
end

function Weighted:release(n)
  local s = check(self, "release")
  release(s, check_weight(n, "semaphore:release"))
end

local semaphore = {}

-- semaphore.new(n [, name])
function semaphore.new(n, name)
  if n == nil then
    fail("semaphore.new needs a size")
  end
  n = check_weight(n, "semaphore.new")
  local sem = setmetatable({}, Weighted)
  state[sem] = { size = n, current = 0, mu = mutex(name), name = name }
  return sem
end

return semaphore
