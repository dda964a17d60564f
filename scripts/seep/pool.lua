-- pool.lua - a pool of connections, as database/sql keeps one.
--
-- get(ctx) gives an idle connection, opens one while there are fewer than
-- `max`, and otherwise waits, first come first served, in a select of a
-- request channel and ctx's done channel. Every connection that is out is an
-- open resource, so a report tells who holds what and since which line. A
-- mutex guards its state, as in database/sql: `open`, and closing what is idle,
-- happen outside of it.
local lib = ...

local args, fail, type = lib.args, lib.fail, type
local setmetatable, pcall = setmetatable, pcall
local error, floor, remove = error, math.floor, table.remove
local select, recv, nilchan = lib.select, lib.recv, lib.nilchan
local callable, errors, mutex = lib.calls.callable, lib.errors, lib.own_mutex

local Pool = lib.sealed{}
Pool.__index = Pool
Pool.__metatable = "pool"
Pool.__tostring = args.printed("pool", function(p) return p.name end)

local pool = { closed = errors.new("pool: closed") }

local check = args.object("pool", "a pool", "waiting")
local KEYS = { max = true, open = true, name = true }

-- pool.new{ max =, open = function(ctx) return conn [, err] end, name = };
-- ctx is that of the get which wants the connection, or nil.
function pool.new(t)
  args.options(t, KEYS, "pool.new", "pool.new{ max = 20, open = fn }")
  if type(t.max) ~= "number" or t.max < 1 or t.max ~= floor(t.max) then
    fail("pool.new: max must be a whole number from 1 on, got "
      .. args.got(t.max))
  elseif not callable(t.open) then
    fail("pool.new: open must be a function, got " .. lib.kind(t.open))
  elseif t.name ~= nil and type(t.name) ~= "string" then
    fail("pool.new: the name must be a string, got " .. lib.kind(t.name))
  end
  return setmetatable({ max = t.max, open = t.open, name = t.name,
    mu = mutex(t.name), taken = 0, id = lib.pool_id(t.name), idle = {}, out = {}, waiting = {}, n = 0,
    waits = 0, is_closed = false }, Pool)
end

-- Locked: hands c, or a place (false), to the longest waiter, or keeps it.
-- Returns what is to be closed.
local function pass_on(p, c)
  local request = remove(p.waiting, 1)
  if request then
    request:send(c)
  elseif c and not p.is_closed then
    p.idle[#p.idle + 1] = c
  elseif c then
    p.n = p.n - 1
    return c
  end
end

local function close_one(c)
  if type(c) == "table" and callable(c.close) then c:close() end
end

-- To the longest waiter, or idle.
function Pool:release(c)
  self.mu:lock()
  local useless = pass_on(self, c)
  self.mu:unlock()
  close_one(useless)
end

-- Its connection is gone: the place is free for another.
local function give_up_place(p)
  p.mu:lock()
  p.n = p.n - 1
  pass_on(p, false)
  p.mu:unlock()
end

-- In a place that has been counted, for this may block; it comes free again
-- when there is no connection.
local function open(p, ctx)
  local ok, c, err = pcall(p.open, ctx)
  if ok and c ~= nil then
    return c
  end
  give_up_place(p)
  if not ok then
    error(c, 0)
  end
  return nil, err == nil and errors.new("pool: open returned nothing") or err
end

local function hand_out(p, c)
  p.out[c] = lib.open_resource("pool connection", p.name, p.id)
  return c
end

-- Locked: puts down that somebody waits.
local function queue(p)
  local request = lib.pool_channel(p.id, p.name or "pool")
  p.waiting[#p.waiting + 1] = request
  p.waits = p.waits + 1
  return request
end

-- Locked: takes the request back; false: it has been served.
local function withdraw(p, request)
  for i = 1, #p.waiting do
    if p.waiting[i] == request then
      return remove(p.waiting, i)
    end
  end
  return false
end

local function wait(p, ctx, request)
  local done = ctx and ctx:done() or nilchan
  local which, c = select{ recv(request), recv(done) }
  if which == 1 then
    return c
  end
  p.mu:lock()
  local useless = not withdraw(p, request) and pass_on(p, (request:recv()))
  p.mu:unlock()
  close_one(useless)
  return nil, ctx:err()
end

local function why_not(p, ctx)
  return ctx ~= nil and ctx:err() or p.is_closed and pool.closed or nil
end

-- Locked: what a get can have at once. A connection; or nil and an error; or
-- false and a request to wait for, or nothing when it may open one.
local function serve(p, ctx)
  local err = why_not(p, ctx)
  if err then
    return nil, err
  elseif p.max - p.taken <= p.n - #p.idle then
    return false, queue(p)
  end
  local c = remove(p.idle)
  if c ~= nil then
    return c
  end
  p.n = p.n + 1
  return false
end

-- A connection of p, or nil and an error.
local function take(p, ctx)
  while true do
    p.mu:lock()
    local c, more = serve(p, ctx)
    p.mu:unlock()
    if c ~= false then
      return c, more
    elseif not more then
      return open(p, ctx)
    end
    c, more = wait(p, ctx, more)
    if c ~= false then return c, more end -- else one is free, or p is closed
  end
end

-- A connection, or nil and an error.
function Pool:get(ctx)
  check(self, "get")
  args.opt_context(ctx, "pool:get")
  local err = why_not(self, ctx)
  if err then
    return nil, err
  end
  if lib.chaos_has(lib.chaos_spots["pool.get"]) then
    lib.harm = lib.harm or lib.load_part("harm")
    err = lib.harm.pool(self, ctx)
    if err then
      return nil, err
    end
  end
  local c
  c, err = take(self, ctx)
  if c == nil then
    return nil, err
  end
  return hand_out(self, c)
end

local function take_back(p, name, c)
  local place = check(p, name).out[c == nil and p or c]
  if not place then
    fail("pool:" .. name .. "(): this connection is not out (put twice, or "
      .. "of another pool)")
  end
  p.out[c] = nil
  lib.close_resource(place)
end

-- Back into the pool.
function Pool:put(c)
  take_back(self, "put", c)
  self:release(c)
end

-- Not to be used again: its place is free for another.
function Pool:discard(c)
  take_back(self, "discard", c)
  give_up_place(self)
end

-- Idle connections are closed, waiters get an error; what is out is closed
-- when it is put back.
function Pool:close()
  local p = check(self, "close")
  p.mu:lock()
  p.is_closed = true
  local idle = p.idle
  p.idle, p.n = {}, p.n - #idle
  for _ = 1, #p.waiting do
    pass_on(p, false)
  end
  p.mu:unlock()
  for i = #idle, 1, -1 do
    close_one(idle[i])
  end
end

-- { max, open, in_use, idle, waiting, waits }
function Pool:stats()
  local p = check(self, "stats")
  p.mu:lock()
  local t = { max = p.max, open = p.n, idle = #p.idle,
    in_use = p.n - #p.idle, waiting = #p.waiting, waits = p.waits }
  p.mu:unlock()
  return t
end

return pool
