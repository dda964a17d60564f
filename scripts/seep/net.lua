-- net.lua - a simulated network: net.listen, net.dial (after Go's net).
--
-- Every address is a "host:port" that any goroutine of the run may listen on;
-- a listener without a host (":80") takes dials to all hosts. Nothing takes
-- time and nothing is lost, unless chaos makes it so.
local lib = ...

local conn = lib.conn
local gate, gate_wait, gate_open = lib.gate, lib.gate_wait, lib.gate_open
local gate_shut = lib.gate_shut
local fail, type, tostring = lib.fail, type, tostring
local setmetatable, tonumber = setmetatable, tonumber
local match, remove = string.match, table.remove

local BACKLOG = 128
local FIRST_PORT = 49152 -- of those given to whoever asks for none

local net = { eof = conn.eof, closed = conn.closed, timeout = conn.timeout }
local listeners = {} -- [address]
local next_port = FIRST_PORT

local function free_port()
  next_port = next_port + 1
  return next_port - 1
end

local function split(addr, who)
  local host, port = nil, nil
  if type(addr) == "string" then
    host, port = match(addr, "^([^:]*):(%w+)$")
  end
  if not host then
    fail(who .. ": an address is a string such as \"localhost:80\", got "
      .. (type(addr) == "string" and "\"" .. addr .. "\"" or lib.kind(addr)))
  end
  return host, port
end

local function net_error(what, addr, inner)
  return conn.failure(what .. " tcp " .. addr .. ": " .. tostring(inner),
    inner, inner.is_timeout)
end

-- ---- listeners ----

local Listener = lib.sealed{}
Listener.__index = Listener
Listener.__metatable = "listener"
function Listener:__tostring()
  return "listener " .. self.address
end

local check = lib.args.object("listener", "a listener", "queue")

-- net.listen(addr): a listener, or nil and an error. Port 0: any.
function net.listen(addr)
  local host, port = split(addr, "net.listen")
  if tonumber(port) == 0 then
    port = tostring(free_port())
  end
  local key = host .. ":" .. port
  local address = host == "" and "[::]:" .. port or key
  if listeners[key] then
    return nil, net_error("listen", address,
      conn.failure("bind: address already in use"))
  end
  local l = setmetatable({ key = key, address = address, queue = {},
    incoming = gate(address, false, true), room = gate(address, true),
    resource = false, is_closed = false },
    Listener)
  l.resource = lib.open_resource("listener", address)
  listeners[key] = l
  return l
end

-- The server's end of the next connection, or nil and an error.
function Listener:accept()
  check(self, "accept")
  while true do
    gate_wait(self.incoming)
    if self.is_closed then
      return nil, net_error("accept", self.address, conn.closed)
    end
    local c = remove(self.queue, 1)
    if c then
      if #self.queue == 0 then
        gate_shut(self.incoming)
      end
      if #self.queue == BACKLOG - 1 then
        gate_open(self.room, true)
      end
      return conn.own(c)
    end
    gate_shut(self.incoming) -- others were quicker than who opened it
  end
end

-- Those that nobody has accepted are closed, too.
function Listener:close()
  check(self, "close")
  if self.is_closed then
    return net_error("close", self.address, conn.closed)
  end
  self.is_closed = true
  listeners[self.key] = nil
  lib.close_resource(self.resource)
  gate_open(self.incoming, true)
  gate_open(self.room, true)
  for i = 1, #self.queue do
    self.queue[i]:close()
  end
  return nil
end

function Listener:addr()
  return check(self, "addr").address
end

-- ---- dialling ----

-- [address] = what takes the server's end of a connection where nobody listens:
-- http servers that have not been told to (http.lua).
lib.standing = {}

local function refused(addr)
  return net_error("dial", addr, conn.failure("connect: connection refused"))
end

local function given_up(addr, ctx)
  local late = tostring(ctx:err()) == "context deadline exceeded"
  return net_error("dial", addr,
    late and conn.timeout or conn.failure("operation was canceled", ctx:err()))
end

-- Waits for a place in the backlog; the error if there will be none.
local function queue_up(l, addr, ctx)
  local stop = ctx and lib.context.after_func(ctx, function()
    gate_open(l.room, false)
  end)
  while #l.queue >= BACKLOG and not l.is_closed
      and not (ctx and ctx:err() ~= nil) do
    gate_shut(l.room)
    gate_wait(l.room)
  end
  if stop then
    stop()
  end
  if l.is_closed then
    return refused(addr)
  elseif #l.queue >= BACKLOG then
    return given_up(addr, ctx)
  end
end

-- The client's end, not yet the script's to close: for http.lua.
function lib.dial(addr, ctx, who)
  local _, port = split(addr, who)
  if ctx and ctx:err() ~= nil then
    return nil, given_up(addr, ctx)
  end
  if lib.chaos_has(lib.chaos_spots["conn.dial"]) then
    lib.harm = lib.harm or lib.load_part("harm")
    local err = lib.harm.dial(addr, ctx)
    if err and ctx and ctx:err() ~= nil then
      return nil, given_up(addr, ctx)
    elseif err then
      return nil, net_error("dial", addr, err)
    end
  end
  local l = listeners[addr] or listeners[":" .. port]
  local take = not l and (lib.standing[addr] or lib.standing[":" .. port])
  if not l and not take then
    return nil, refused(addr)
  end
  if l and #l.queue >= BACKLOG then
    local err = queue_up(l, addr, ctx)
    if err then
      return nil, err
    end
  end
  local mine, theirs = conn.pair("127.0.0.1:" .. free_port(), addr)
  if take then
    take(theirs)
    return mine
  end
  l.queue[#l.queue + 1] = theirs
  gate_open(l.incoming, true)
  return mine
end

-- net.dial(addr [, ctx]): a connection, or nil and an error.
function net.dial(addr, ctx)
  lib.args.opt_context(ctx, "net.dial")
  local c, err = lib.dial(addr, ctx, "net.dial")
  if not c then
    return nil, err
  end
  return conn.own(c)
end

return net
