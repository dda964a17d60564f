-- http.lua - servers and clients on the simulated network (after net/http).
--
-- A request or response crosses the connection in one piece. A server has one
-- goroutine a connection, which serves one request after the other (keep
-- alive) and runs the handler; a client does everything in its caller's
-- goroutine, so it waits with the reason "IO wait", and for ever if neither
-- its timeout nor its context ends that.
local lib = ...

local conn, context, errors = lib.conn, lib.context, lib.errors
local fail, type, tostring = lib.fail, type, tostring
local setmetatable, pairs = setmetatable, pairs
local match, remove, concat = string.match, table.remove, table.concat
local callable, args = lib.calls.callable, lib.args
local func, defer, recover = lib.defer.func, lib.defer.defer,
  lib.defer.recover
local recovered, note = lib.defer.recovered, lib.note
local select, recv = lib.select, lib.recv

local http = {
  server_closed = errors.new("http: Server closed"),
}

local status_text = { [200] = "OK", [201] = "Created", [202] = "Accepted",
  [204] = "No Content", [301] = "Moved Permanently", [302] = "Found",
  [304] = "Not Modified", [400] = "Bad Request", [401] = "Unauthorized",
  [403] = "Forbidden", [404] = "Not Found", [405] = "Method Not Allowed",
  [408] = "Request Timeout", [409] = "Conflict", [418] = "I'm a teapot",
  [429] = "Too Many Requests", [500] = "Internal Server Error",
  [501] = "Not Implemented", [502] = "Bad Gateway",
  [503] = "Service Unavailable", [504] = "Gateway Timeout" }

function http.status_text(code)
  if type(code) ~= "number" then
    fail("http.status_text needs a number, got " .. args.got(code))
  end
  return status_text[code] or ""
end

-- ---- the response, as a handler writes it ----

local Writer = lib.sealed{}
Writer.__index = Writer
Writer.__metatable = "response writer"
function Writer.__tostring()
  return "response writer"
end

local check_writer = args.object("w", "a response writer", "parts")

-- w:write_header(code): only the first one counts.
function Writer:write_header(code)
  check_writer(self, "write_header")
  if type(code) ~= "number" or not (code >= 100 and code <= 999) then
    fail("w:write_header(code): a status from 100 to 999 expected, got "
      .. args.got(code))
  end
  self.status = self.status or code
end

function Writer:write(text)
  check_writer(self, "write")
  if type(text) ~= "string" then
    fail("w:write(text): a string expected, got " .. args.got(text))
  end
  self.status = self.status or 200
  self.parts[#self.parts + 1] = text
  return #text
end

local function response_of(w)
  local status = w.status or 200
  return { status = status, status_text = status_text[status] or "",
    header = w.header, body = concat(w.parts) }
end

-- ---- the server ----

local Server = lib.sealed{}
Server.__index = Server
Server.__metatable = "server"
Server.__tostring = args.printed("server", function(s) return s.addr end)

local check_server = args.object("srv", "a server", "conns")

-- A field of t that is a duration; false: there is none.
local function duration(t, key)
  return t[key] ~= nil and lib.parse_duration(t[key])
end

local SERVER_KEYS = { addr = true, handler = true, idle_timeout = true,
  read_timeout = true, write_timeout = true }

local function after(d)
  return d and lib.now() + lib.parse_duration(d) or nil
end

-- Runs the handler; false when it panicked, and the connection is lost. The
-- report says then what the server's error log would.
local function handle(srv, w, r)
  local fine = true
  func(function()
    defer(function()
      if recover() ~= nil then
        fine = false
        note("http: panic serving " .. r.remote_addr .. ": " .. recovered())
      end
    end)
    local a, b = srv.handler(w, r)
    if #w.parts == 0 and not w.status then -- what it returned will do
      if type(a) == "number" then
        w:write_header(a)
        a = b
      end
      if type(a) == "string" then
        w:write(a)
      end
    end
  end)()
  return fine
end

-- The request's context ends with the connection and with the handler.
local function serve_request(srv, c, request)
  local ctx, cancel = context.with_cancel(context.background())
  conn.on_peer_close(c, cancel)
  local w = setmetatable({ header = {}, parts = {}, status = false }, Writer)
  local fine = handle(srv, w, { method = request.method, url = request.url,
    path = request.path, host = request.host, body = request.body,
    header = request.header, ctx = ctx, remote_addr = c:remote_addr(),
    context = function() return ctx end })
  conn.on_peer_close(c, nil)
  cancel()
  if not fine then
    return false
  end
  c:set_write_deadline(after(srv.write_timeout))
  return conn.send(c, response_of(w)) == nil
end

local function serve_conn(srv, c)
  defer(function()
    srv.conns[c] = nil
    c:close()
  end)
  repeat
    srv.conns[c] = "idle"
    c:set_read_deadline(after(srv.idle_timeout or srv.read_timeout))
    local request = conn.receive(c)
    if not request then
      return
    end
    srv.conns[c] = "active"
  until not serve_request(srv, c, request) or srv.is_closing
end

-- A server with an address serves whoever dials that, until it is told to serve
-- or to stop.
local function stand(srv)
  srv.standing = function(c)
    srv.conns[c] = "idle"
    lib.go("http.conn", serve_conn, srv, c)
  end
  lib.standing[srv.addr] = srv.standing
end

local function stand_no_more(srv)
  if srv.standing and lib.standing[srv.addr] == srv.standing then
    lib.standing[srv.addr] = nil
  end
  srv.standing = false
end

-- http.server{ addr =, handler = function(w, r) end, idle_timeout =,
-- read_timeout =, write_timeout = }
function http.server(t)
  args.options(t, SERVER_KEYS, "http.server",
    "http.server{ addr = \":80\", handler = fn }")
  if not callable(t.handler) then
    fail("http.server: handler must be a function, got "
      .. lib.kind(t.handler))
  elseif t.addr ~= nil and type(t.addr) ~= "string" then
    fail("http.server: addr must be a string, got " .. args.got(t.addr))
  end
  local srv = setmetatable({ addr = t.addr or ":80", handler = t.handler,
    idle_timeout = duration(t, "idle_timeout"),
    read_timeout = duration(t, "read_timeout"),
    write_timeout = duration(t, "write_timeout"),
    conns = {}, listeners = {}, is_closing = false, standing = false }, Server)
  if t.addr then
    stand(srv)
  end
  return srv
end

-- Accepts until the server is shut down: http.server_closed.
function Server:serve(l)
  check_server(self, "serve")
  if type(l) ~= "table" or not callable(l.accept) or not callable(l.close) then
    fail("srv:serve needs a listener, got " .. args.got(l))
  end
  if self.is_closing then
    l:close()
    return http.server_closed
  end
  stand_no_more(self)
  self.listeners[#self.listeners + 1] = l
  while true do
    local c, err = l:accept()
    if not c then
      return self.is_closing and http.server_closed or err
    end
    self.conns[c] = "idle"
    lib.go("http.conn", serve_conn, self, c)
  end
end

function Server:listen_and_serve()
  check_server(self, "listen_and_serve")
  if self.is_closing then
    return http.server_closed
  end
  local l, err = lib.net.listen(self.addr)
  if not l then
    return err
  end
  return self:serve(l)
end

local function close_listeners(srv)
  srv.is_closing = true
  stand_no_more(srv)
  for i = 1, #srv.listeners do
    if not srv.listeners[i].is_closed then
      srv.listeners[i]:close()
    end
  end
end

-- The connections in that state, in order of their ends' addresses.
local function conns_in(srv, state)
  local list = {}
  for c, now in pairs(srv.conns) do
    if not state or now == state then
      list[#list + 1] = c
    end
  end
  lib.sort(list, function(a, b)
    return a.there < b.there
  end)
  return list
end

local function close_all(list)
  for i = 1, #list do
    if not list[i].is_closed then
      list[i]:close()
    end
  end
end

-- No new connections; idle ones are closed; waits for the active ones until
-- ctx ends. Looks again after 1 ms, 2 ms, ... 500 ms, as Go does.
function Server:shutdown(ctx)
  check_server(self, "shutdown")
  args.opt_context(ctx, "srv:shutdown")
  ctx = ctx or context.background()
  close_listeners(self)
  local pause, longest = 1e6, 500e6
  while true do
    close_all(conns_in(self, "idle"))
    if #conns_in(self) == 0 then
      return nil
    end
    local timer = lib.time_new_timer(pause)
    if select{ recv(ctx:done()), recv(timer.c) } == 1 then
      timer:stop()
      return ctx:err()
    end
    pause = pause * 2 < longest and pause * 2 or longest
  end
end

-- At once; handlers that still run notice by their request's context.
function Server:close()
  check_server(self, "close")
  close_listeners(self)
  close_all(conns_in(self))
end

-- ---- the client ----

local Client = lib.sealed{}
Client.__index = Client
Client.__metatable = "client"
function Client.__tostring()
  return "client"
end

local check_client = args.object("client", "a client", "idle")

-- http.client{ timeout = "5s" }
function http.client(t)
  if t == nil then
    t = {}
  end
  args.options(t, { timeout = true }, "http.client",
    "http.client{ timeout = \"5s\" }")
  return setmetatable({ timeout = duration(t, "timeout"), idle = {} }, Client)
end

local function parse_url(url)
  local host, path = nil, nil
  if type(url) == "string" then
    host, path = match(url, "^http://([^/?]+)(.*)$")
  end
  if not host then
    fail("an url is a string such as \"http://localhost:80/path\", got "
      .. (type(url) == "string" and "\"" .. url .. "\"" or lib.kind(url)))
  end
  path = path == "" and "/" or path
  return match(host, ":") and host or host .. ":80",
    match(path, "^[^?]*"), host
end

local method_word = { GET = "Get", POST = "Post", PUT = "Put",
  DELETE = "Delete", HEAD = "Head" }

local function url_error(request, inner)
  return conn.failure((method_word[request.method] or request.method) .. " \""
    .. request.url .. "\": " .. tostring(inner), inner,
    type(inner) == "table" and inner.timeout ~= nil and inner:timeout())
end

-- An idle connection of the host that the server has not closed, or a new one.
local function connect(client, addr, ctx)
  local idle = client.idle[addr]
  while idle and #idle > 0 do
    local c = remove(idle)
    if not c.inward.ended then
      return c, true
    end
    c:close()
  end
  return lib.dial(addr, ctx, "http")
end

local function keep(client, addr, c)
  client.idle[addr] = client.idle[addr] or {}
  local idle = client.idle[addr]
  idle[#idle + 1] = c
end

-- The response, or nil and why not. A context that ends closes the
-- connection, which ends the wait.
local function exchange(c, request, ctx)
  local stop = context.after_func(ctx, function()
    if not c.is_closed then
      c:close()
    end
  end)
  local err, response = conn.send(c, request), nil
  if not err then
    response, err = conn.receive(c)
  end
  if not stop() and not response then
    err = ctx:err() or err
  end
  if not response and not c.is_closed then
    c:close()
  end
  return response, err
end

local function round_trip(client, addr, request, ctx)
  local c, err = connect(client, addr, ctx)
  if not c then
    return nil, ctx:err() or err
  end
  local response
  response, err = exchange(c, request, ctx)
  if response and not c.is_closed then
    keep(client, addr, c)
  end
  return response, err
end

local function why(client, err, parent)
  if client.timeout and err == context.deadline_exceeded
      and parent:err() == nil then
    return conn.failure("context deadline exceeded "
      .. "(Client.Timeout exceeded while awaiting headers)", err, true)
  end
  return err
end

-- client:request(ctx, method, url [, body]): { status =, status_text =,
-- header =, body = }, or nil and an error. ctx may be nil.
function Client:request(ctx, method, url, body)
  check_client(self, "request")
  args.opt_context(ctx, "client:request")
  if type(method) ~= "string" then
    fail("client:request: the method must be a string, got "
      .. args.got(method))
  end
  local addr, path, host = parse_url(url)
  if body ~= nil and type(body) ~= "string" then
    fail("a request's body must be a string, got " .. args.got(body))
  end
  local request = { method = method, url = url, path = path, host = host,
    body = body or "", header = {} }
  local parent = ctx or context.background()
  local limited, cancel = parent, nil
  if self.timeout and self.timeout > 0 then
    limited, cancel = context.with_timeout(parent, self.timeout)
  end
  local response, err = round_trip(self, addr, request, limited)
  if err ~= nil then
    err = url_error(request, why(self, err, parent))
  end
  if cancel then
    cancel()
  end
  return response, err
end

function Client:get(ctx, url)
  check_client(self, "get")
  args.opt_context(ctx, "client:get")
  return self:request(ctx, "GET", url)
end

function Client:post(ctx, url, body)
  check_client(self, "post")
  args.opt_context(ctx, "client:post")
  return self:request(ctx, "POST", url, body)
end

-- Connections kept for the next request are given up.
function Client:close_idle_connections()
  check_client(self, "close_idle_connections")
  local hosts = {}
  for addr in pairs(self.idle) do
    hosts[#hosts + 1] = addr
  end
  lib.sort(hosts)
  for i = 1, #hosts do
    local idle = self.idle[hosts[i]] or {}
    self.idle[hosts[i]] = nil -- others may be at it meanwhile
    close_all(idle)
  end
end

return http
