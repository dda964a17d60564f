-- conn.lua - both ends of a simulated TCP connection.
--
-- A connection is two pipes, one a direction. A pipe is a list of pieces with
-- two gates (core/gate.h): `readable` is open while there is something to read
-- or an end to hear of, `writable` while there is room. Every read and write
-- passes its gate, which is one operation: it waits with the reason "IO wait",
-- can be reordered by exploration, and orders what the writer did before what
-- the reader does. What stands between two operations is never interrupted.
--
-- Texts of errors are those of Go's net package.
local lib = ...

local gate, gate_wait, gate_open = lib.gate, lib.gate_wait, lib.gate_open
local gate_shut, gate_deadline = lib.gate_shut, lib.gate_deadline
local fail, setmetatable, type = lib.fail, setmetatable, type
local got, tostring, floor = lib.args.got, tostring, math.floor
local sub = string.sub

local M = {}

local ROOM = 65536 -- bytes on their way in one direction
local NEVER = math.huge

-- ---- errors ----

local error_meta = { __metatable = "error" }
error_meta.__index = {
  error = function(e) return e.text end,
  timeout = function(e) return e.is_timeout end,
  temporary = function(e) return e.is_timeout end,
  unwrap = function(e) return e.inner end,
}
function error_meta.__tostring(e)
  return e.text
end

-- An error value: what it says, the error that it wraps.
function M.failure(text, inner, is_timeout)
  return setmetatable({ text = text, inner = inner,
    is_timeout = is_timeout or false }, error_meta)
end

M.eof = M.failure("EOF")
M.closed = M.failure("use of closed network connection")
M.timeout = M.failure("i/o timeout", nil, true)
local reset = M.failure("connection reset by peer")
local broken = M.failure("broken pipe")

-- ---- pipes ----

local function new_pipe(name)
  return { first = 1, last = 0, size = 0, readable = gate(name),
    writable = gate(name, true) }
end

local function push(pipe, piece, size)
  pipe.last = pipe.last + 1
  pipe[pipe.last] = piece
  pipe.size = pipe.size + size
end

-- At most n bytes of what the first piece still has; a piece that is no
-- string goes as a whole.
local function pop(pipe, n)
  local piece = pipe[pipe.first]
  if type(piece) == "string" and #piece > n then
    pipe[pipe.first] = sub(piece, n + 1)
    pipe.size = pipe.size - n
    return sub(piece, 1, n)
  end
  pipe[pipe.first] = nil
  pipe.first = pipe.first + 1
  pipe.size = pipe.size - (type(piece) == "string" and #piece or 1)
  return piece
end

-- ---- connections ----

local Conn = lib.sealed{}
Conn.__index = Conn
Conn.__metatable = "connection"
function Conn:__tostring()
  return "conn " .. self.here .. "->" .. self.there
end

local check = lib.args.object("conn", "a connection", "inward")

local function new_conn(inward, outward, here, there, name)
  return setmetatable({ inward = inward, outward = outward, here = here,
    there = there, name = name, is_client = name == here .. "->" .. there,
    read_deadline = NEVER, write_deadline = NEVER, held = false,
    is_closed = false, resource = false }, Conn)
end

-- Two connected ends; `client` and `server` are their addresses.
function M.pair(client, server)
  local name = client .. "->" .. server
  local there, back = new_pipe(name), new_pipe(name)
  return new_conn(back, there, client, server, name),
    new_conn(there, back, server, client, name)
end

local function op_error(conn, what, inner)
  return M.failure(what .. " tcp " .. conn.here .. "->" .. conn.there .. ": "
    .. tostring(inner), inner, inner.is_timeout)
end

-- Faults, when there are any: harm.lua.
local has, READ, WRITE = lib.chaos_has, lib.chaos_spots["conn.read"],
  lib.chaos_spots["conn.write"]
local function harm()
  lib.harm = lib.harm or lib.load_part("harm")
  return lib.harm
end

-- The next piece, or nil and why not. It may be cut to n bytes.
local function receive(conn, n)
  local pipe = conn.inward
  local err = has(READ) and harm().read(conn)
  if err then return nil, op_error(conn, "read", err) end
  while true do
    local in_time = gate_wait(pipe.readable)
    if conn.is_closed then
      return nil, op_error(conn, "read", M.closed)
    elseif not in_time then
      return nil, op_error(conn, "read", M.timeout)
    elseif pipe.reset then
      return nil, op_error(conn, "read", M.failure("read: " .. reset.text,
        reset))
    elseif pipe.size > 0 then
      local piece = pop(pipe, n)
      if pipe.size == 0 and not pipe.ended then
        gate_shut(pipe.readable)
      end
      if pipe.full and pipe.size < ROOM then
        pipe.full = false
        gate_open(pipe.writable, true)
      end
      return piece
    elseif pipe.ended then
      return nil, M.eof
    end
    gate_shut(pipe.readable) -- opened for what was here, and is gone
  end
end

-- Waits for room; then nil, or why there will be none.
local function make_way(conn)
  local pipe = conn.outward
  while true do
    local in_time = gate_wait(pipe.writable)
    if conn.is_closed then
      return op_error(conn, "write", M.closed)
    elseif not in_time then
      return op_error(conn, "write", M.timeout)
    elseif pipe.broken then
      return op_error(conn, "write", M.failure("write: " .. broken.text,
        broken))
    elseif pipe.size < ROOM then
      return nil
    end
    gate_shut(pipe.writable)
  end
end

-- As often as it goes out, maybe before what stands last in the pipe.
local function push_harmed(conn, pipe, piece, size)
  local err, copies, changed, before = harm().write(conn, piece)
  for _ = 1, err and 0 or copies do push(pipe, changed, size) end
  if not err and before and pipe.last > pipe.first then
    local last = pipe.last
    pipe[last], pipe[last - 1] = pipe[last - 1], pipe[last]
  end
  return err
end

local function send(conn, piece, size)
  local pipe = conn.outward
  if has(WRITE) then
    local err = push_harmed(conn, pipe, piece, size)
    if err then return op_error(conn, "write", err) end
  else
    push(pipe, piece, size)
  end
  if pipe.size >= ROOM then
    pipe.full = true
    gate_shut(pipe.writable)
  end
  if pipe.size > 0 then gate_open(pipe.readable, true) end
end

-- conn:read([n]): up to n bytes (4096), as soon as there are any; at the end
-- nil and net.eof, otherwise nil and an error.
function Conn:read(n)
  check(self, "read")
  n = n == nil and 4096 or n
  if type(n) ~= "number" or n < 1 or n ~= floor(n) then
    fail("conn:read(n): n must be a whole number of bytes from 1 on, got "
      .. got(n))
  end
  return receive(self, n)
end

-- conn:write(text): how many bytes went out, and why not all.
function Conn:write(text)
  check(self, "write")
  if type(text) ~= "string" then
    fail("conn:write(text): a string expected, got " .. got(text))
  end
  local done = 0
  repeat
    local err = make_way(self)
    if err then
      return done, err
    end
    local part = sub(text, done + 1, done + ROOM - self.outward.size)
    err = send(self, part, #part)
    if err then
      return done, err
    end
    done = done + #part
  until done >= #text
  return done
end

-- Any value but nil, in one piece: for http.lua.
function M.send(conn, message)
  local err = make_way(conn)
  if not err then
    err = send(conn, message, 1)
  end
  return err
end

function M.receive(conn)
  return receive(conn, NEVER)
end

-- Both ends hear of it: the other one reads the end after what is still on
-- its way, or a reset when something was left unread here.
function Conn:close()
  check(self, "close")
  if self.is_closed then
    return op_error(self, "close", M.closed)
  end
  self.is_closed = true
  self.outward.ended = true
  self.outward.reset = self.inward.size > 0
  self.inward.broken = true
  if self.held then harm().released(self) end
  if self.resource then
    lib.close_resource(self.resource)
  end
  gate_open(self.outward.readable, true)
  gate_open(self.inward.writable, true)
  gate_open(self.inward.readable, true)
  gate_open(self.outward.writable, true)
  if self.outward.on_end then
    self.outward.on_end()
  end
  return nil
end

-- The pipe that brings nothing any more calls f: when the other end closes.
function M.on_peer_close(conn, f)
  conn.inward.on_end = f
  if f and conn.inward.ended then
    f()
  end
end

-- A point in time (nanoseconds, as time.now() counts), a duration from now as
-- a string, or nil for none. Who waits already is told.
local function moment(at, who)
  if at == nil or at == 0 then
    return NEVER
  elseif type(at) == "string" then
    return lib.now() + lib.parse_duration(at)
  elseif type(at) ~= "number" or at ~= at then
    fail(who .. ": a time in nanoseconds expected, as time.now() counts "
      .. "them, or a duration such as \"1s\", got " .. got(at))
  end
  return at
end

function Conn:set_read_deadline(at)
  check(self, "set_read_deadline")
  self.read_deadline = moment(at, "conn:set_read_deadline")
  gate_deadline(self.inward.readable, self.read_deadline)
  if self.held then harm().released(self) end
end

function Conn:set_write_deadline(at)
  check(self, "set_write_deadline")
  self.write_deadline = moment(at, "conn:set_write_deadline")
  gate_deadline(self.outward.writable, self.write_deadline)
  if self.held then harm().released(self) end
end

function Conn:set_deadline(at)
  check(self, "set_deadline")
  at = moment(at, "conn:set_deadline")
  self:set_read_deadline(at)
  self:set_write_deadline(at)
end

function Conn:local_addr()
  return check(self, "local_addr").here
end

function Conn:remote_addr()
  return check(self, "remote_addr").there
end

-- For net.lua: what has to be closed by the script.
function M.own(conn)
  conn.resource = lib.open_resource("tcp connection",
    conn.here .. "->" .. conn.there)
  return conn
end

return M
