-- harm.lua - what faults do to connections and pools; loaded when a plan has
-- any that does.
--
-- Each function asks for the faults at its spot, one after the other in their
-- order (lib.chaos_spot), and does what they say. What is lost or changed on
-- a connection stays so: there is no TCP below that sends it again.
local lib = ...

local ask, has, spots = lib.chaos_spot, lib.chaos_has, lib.chaos_spots
local sleep, conn = lib.time_sleep, lib.conn
local type, floor, min = type, math.floor, math.min
local sub, char, byte = string.sub, string.char, string.byte
local pairs, setmetatable, getmetatable = pairs, setmetatable, getmetatable

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

function harm.read(c)
  return each(READ, c.name, function(fault, arg, text, number)
    if fault == "io_delay" then
      sleep(arg)
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
      sleep(arg)
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
      sleep(arg)
    elseif fault == "io_error" then
      return failure(text, number)
    else
      local gone = ctx and ctx:done() or lib.nilchan
      local late = lib.time_after(PATIENCE)
      lib.select{ lib.recv(gone), lib.recv(late) }
      return conn.timeout
    end
  end)
end

-- ---- pools ----

local function give_back(p)
  p.taken = 0
  for _ = 1, #p.waiting do p:release(false) end
end

function harm.pool(p)
  return each(POOL, p.name or "", function(fault, arg, text, number)
    if fault == "io_delay" then
      sleep(arg)
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
