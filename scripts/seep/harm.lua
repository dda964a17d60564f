-- harm.lua - what faults do to connections and pools; loaded when a plan has
-- any that does.
--
-- Each function asks for the faults at its spot, one after the other in their
-- order (lib.chaos_spot), and does what they say. What is lost or changed on
-- a connection stays so: there is no TCP below that sends it again.
local lib = ...

local ask, has, spots = lib.chaos_spot, lib.chaos_has, lib.chaos_spots
local conn, gate = lib.conn, lib.gate
local gate_wait, gate_deadline = lib.gate_wait, lib.gate_deadline
local now, nilchan, select, recv = lib.now, lib.nilchan, lib.select, lib.recv
local type, floor, min = type, math.floor, math.min
local remove = table.remove
local sub, char, byte = string.sub, string.char, string.byte
local pairs, unpack = pairs, unpack
local setmetatable, getmetatable = setmetatable, getmetatable

local READ, WRITE, DIAL, POOL = spots["conn.read"], spots["conn.write"],
  spots["conn.dial"], spots["pool.get"]

local harm = {}

local function failure(text, number)
  return lib.errors.new(text ~= "" and text
    or "chaos: i/o error (fault f" .. number .. ")")
end

-- Calls f(fault, arg, text, number, dice) for each fault that fires there,
-- until it returns something.
local function each(spot, name, f)
  local number, fault, arg, text, dice = 0, nil, nil, nil, nil
  while true do
    number, fault, arg, text, dice = ask(spot, name, number)
    if not number then return nil end
    local result = f(fault, arg, text, number, dice)
    if result ~= nil then
      while number do number = ask(spot, name, number) end
      return result
    end
  end
end

-- ---- connections ----

-- Until when one that is held waits: its end and its deadline may both move.
local function due(c, h)
  return c.is_closed and -1 or min(h.ends, c[h.deadline])
end

-- Keeps who reads or writes for d, or until that fails: then why.
local function hold(c, deadline, d)
  local h = { gate = gate(c.name), ends = now() + d, deadline = deadline }
  c.held = c.held or {}
  c.held[#c.held + 1] = h
  repeat
    gate_deadline(h.gate, due(c, h))
  until not gate_wait(h.gate)
  for i = 1, #c.held do
    if c.held[i] == h then remove(c.held, i) end
  end
  c.held = #c.held > 0 and c.held
  return c.is_closed and conn.closed
    or c[deadline] <= now() and conn.timeout or nil
end

-- c was closed, or has another deadline: they hear of it.
function harm.released(c)
  local list = { unpack(c.held) }
  for i = 1, #list do gate_deadline(list[i].gate, due(c, list[i])) end
end

-- Until d is over or ctx ends: then its error.
local function wait(ctx, d)
  local timer = lib.time_new_timer(d)
  select{ recv(ctx and ctx:done() or nilchan), recv(timer.c) }
  timer:stop()
  return ctx and ctx:err()
end

function harm.read(c)
  return each(READ, c.name, function(fault, arg, text, number)
    if fault == "io_delay" then
      return hold(c, "read_deadline", arg)
    else
      return failure(text, number)
    end
  end)
end

-- Another byte in the place of one of them.
local function flip(s, dice)
  local at = floor(dice * #s) + 1
  return sub(s, 1, at - 1) .. char((byte(s, at) + 1) % 256) .. sub(s, at + 1)
end

-- A message of HTTP's is a table: its body.
local function corrupt(piece, dice)
  if type(piece) == "string" and piece ~= "" then return flip(piece, dice) end
  if type(piece) ~= "table" or type(piece.body) ~= "string"
      or piece.body == "" then
    return piece
  end
  local copy = setmetatable({}, getmetatable(piece))
  for k, v in pairs(piece) do copy[k] = v end
  copy.body = flip(piece.body, dice)
  return copy
end

local function cuts(c, way)
  return way == "both" or way == (c.is_client and "there" or "back")
end

-- What becomes of a piece: an error or nil, how many of it go out, as what,
-- and whether before the one that stands last in the pipe.
function harm.write(c, piece)
  local copies, before = 1, false
  local pipe = c.outward
  local err = each(WRITE, c.name, function(fault, arg, text, number, dice)
    if fault == "io_delay" then
      return hold(c, "write_deadline", arg)
    elseif fault == "io_error" then
      return failure(text, number)
    elseif fault == "loss" then
      pipe.losing = arg > 0 and arg or 1
    elseif fault == "drop" or fault == "partition" and cuts(c, text) then
      copies = 0
    elseif fault == "duplicate" then
      copies = copies * 2
    elseif fault == "corrupt" then
      piece = corrupt(piece, dice)
    elseif fault == "reorder" then
      before = true
    end
  end)
  if pipe.losing and pipe.losing > 0 then
    pipe.losing, copies = pipe.losing - 1, 0
  end
  return err, copies, piece, before
end

local PATIENCE = 30e9 -- of who dials and gets no answer

-- An error, or nil.
function harm.dial(addr, ctx)
  return each(DIAL, "->" .. addr, function(fault, arg, text, number)
    if fault == "io_delay" then
      return wait(ctx, arg)
    elseif fault == "io_error" then
      return failure(text, number)
    else
      return wait(ctx, PATIENCE) or conn.timeout
    end
  end)
end

-- ---- pools ----

local function give_back(p)
  p.taken = 0
  for _ = 1, #p.waiting do p:release(false) end
end

function harm.pool(p, ctx)
  return each(POOL, p.name or "", function(fault, arg, text, number)
    if fault == "io_delay" then
      return wait(ctx, arg)
    elseif fault == "io_error" then
      return failure(text, number)
    elseif p.taken == 0 then
      local n = lib.chaos_count(number)
      p.taken = n > 0 and min(n, p.max) or p.max
      lib.after_func(arg, function() give_back(p) end)
    end
  end)
end

-- Is there any such fault?
function harm.at(spot) return has(spots[spot]) end

return harm
