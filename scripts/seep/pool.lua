-- pool.lua - a pool of connections, as database/sql keeps one.
--
-- get(ctx) gives an idle connection, opens one while there are fewer than
-- `max`, and otherwise waits, first come first served, in a select of a
-- request channel and ctx's done channel. Every connection that is out is an
-- open resource, so a report tells who holds what and since which line.
local lib = ...

local args, fail, type = lib.args, lib.fail, type
local setmetatable, pcall = setmetatable, pcall
local error, floor, remove = error, math.floor, table.remove
local select, recv, nilchan = lib.select, lib.recv, lib.nilchan
local callable, errors = lib.calls.callable, lib.errors

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
    taken = 0, id = lib.pool_id(t.name), idle = {}, out = {}, waiting = {}, n = 0,
    waits = 0, is_closed = false }, Pool)
end

-- The place is counted before open may block; it comes free when that fails.
local function open(p, ctx)
  p.n = p.n + 1
  local ok, c, err = pcall(p.open, ctx)
  if ok and c ~= nil then
    return c
  end
  p.n = p.n - 1
  if not ok then
    error(c, 0)
  end
  return nil, err == nil and errors.new("pool: open returned nothing") or err
end

local function hand_out(p, c)
  p.out[c] = lib.open_resource("pool connection", p.name, p.id)
  return c
end

local function wait(p, ctx)
  local request = lib.pool_channel(p.id, p.name or "pool")
  p.waiting[#p.waiting + 1] = request
  p.waits = p.waits + 1
  local done = ctx and ctx:done() or nilchan
  local which, c = select{ recv(request), recv(done) }
  if which == 1 then
    return c
  end
  for i = 1, #p.waiting do
    if p.waiting[i] == request then
      remove(p.waiting, i)
      return nil, ctx:err()
    end
  end
  p:release(request:recv()) -- served at the same moment
  return nil, ctx:err()
end

local function why_not(p, ctx)
  return ctx ~= nil and ctx:err() or p.is_closed and pool.closed or nil
end

-- A connection of p, or nil and an error.
local function take(p, ctx)
  while true do
    local err = why_not(p, ctx)
    if err then
      return nil, err
    elseif p.max - p.taken > p.n - #p.idle then
      local c = remove(p.idle)
      if c ~= nil then return c end
      return open(p, ctx)
    end
    local c
    c, err = wait(p, ctx)
    if c ~= false then return c, err end -- else one is free, or p is closed
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

-- To the longest waiter, or idle.
function Pool:release(c)
  local request = remove(self.waiting, 1)
  if request then
    request:send(c)
  elseif c and not self.is_closed then
    self.idle[#self.idle + 1] = c
  elseif c then
    self.n = self.n - 1
    if type(c) == "table" and callable(c.close) then
      c:close()
    end
  end
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
  self.n = self.n - 1
  self:release(false)
end

-- Idle connections are closed, waiters get an error; what is out is closed
-- when it is put back.
function Pool:close()
  check(self, "close").is_closed = true
  for i = #self.idle, 1, -1 do
    local c = remove(self.idle, i)
    self.n = self.n - 1
    if type(c) == "table" and callable(c.close) then
      c:close()
    end
  end
  for _ = 1, #self.waiting do
    self:release(false)
  end
end

-- { max, open, in_use, idle, waiting, waits }
function Pool:stats()
  check(self, "stats")
  return { max = self.max, open = self.n, idle = #self.idle,
    in_use = self.n - #self.idle, waiting = #self.waiting,
    waits = self.waits }
end

return pool
