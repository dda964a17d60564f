-- A shop: HTTP in front, a database behind, a pool of connections between.
--
-- Customers with little patience ask for prices; a handler takes a connection
-- of the pool, asks the database, and answers. Everybody has a deadline. Then
-- the shop is shut down, in order, and nothing may be left.

local DEADLINE = "200ms" -- of a request
local CUSTOMERS, REQUESTS = 3, 3

-- ---- the database: a line in, a line out ----

local function read_line(c)
  local line = ""
  repeat
    local piece, err = c:read()
    if not piece then return nil, err end
    line = line .. piece
  until line:sub(-1) == "\n"
  return line:sub(1, -2)
end

local function answer(c)
  defer(c, "close")
  for query in read_line, c do
    time.sleep("5ms")
    if select("#", c:write("price of " .. query .. "\n")) == 2 then return end
  end
end

local function database(l)
  while true do
    local c = l:accept()
    if not c then return end
    go("db.conn", answer, c)
  end
end

-- ---- the shop ----

local function ask(c, query)
  local _, err = c:write(query .. "\n")
  if err then return nil, err end
  return read_line(c)
end

-- A connection whose answer has not come is of no use: it may still come.
local function price(ctx, db, article, bug)
  local c, err = db:get(bug ~= "get without context" and ctx or nil)
  if not c then return nil, err end
  local stop = context.after_func(ctx, function() c:set_deadline(1) end)
  local text
  text, err = ask(c, article)
  if not stop() and bug == "kept on cancel" then return nil, ctx:err() end
  if text and ctx:err() == nil or bug == "put back broken" then
    c:set_deadline(nil)
    db:put(c)
  else
    db:discard(c)
    c:close()
  end
  return text, err
end

local function handler(db, bug)
  return function(_, r)
    local ctx, cancel = context.with_timeout(r.ctx, DEADLINE)
    defer(cancel)
    local text, err = price(ctx, db, r.path, bug)
    if not text then return 503, tostring(err) end
    return text
  end
end

local function customer(client, n)
  for i = 1, REQUESTS do
    local path = "/" .. n .. "." .. i
    local response = client:get(nil, "http://shop" .. path)
    if response and response.status == 200 then
      check.always(response.body == "price of " .. path,
        "the answer to another question")
    end
  end
end

local function main(bug)
  local l = net.listen("db:5432")
  go("db", database, l)
  local db = pool.new{ max = 2, name = "db", open = function(ctx)
    return net.dial("db:5432", ctx)
  end }
  local srv = http.server{ addr = ":80", handler = handler(db, bug) }
  local web = net.listen(":80")
  go("shop", srv.serve, srv, web)

  local client, customers = http.client{ timeout = "300ms" },
    sync.waitgroup("customers")
  for n = 1, CUSTOMERS do
    customers:go(function() customer(client, n) end)
  end
  customers:wait()

  client:close_idle_connections()
  local ctx, cancel = context.with_timeout(context.background(), "1s")
  defer(cancel)
  check.always(srv:shutdown(ctx) == nil, "shut down within a second")
  check.always(db:stats().in_use == 0, "all connections are back")
  db:close()
  l:close()
end

-- ---- what goes wrong ----

local function plan()
  return {
    { fault = "io_delay", at = "conn.read", conn = "db:5432", p = 0.02,
      by = { "10ms", "400ms" }, max = 2 },
    { fault = "io_error", at = { "conn.read", "conn.write" },
      conn = "db:5432", p = 0.02, max = 2 },
    { fault = "partition", conn = "db:5432", after = "20ms", for_ = "300ms",
      p = 0.02, max = 3 },
    { fault = "exhaust", p = 0.01, max = 1, by = "3s" },
    { fault = "cancel", context = "*", at = "io.wait", until_ = "15ms",
      goroutine = "http.conn", p = 0.005, max = 1 },
    { fault = "delay", goroutine = "http.conn", p = 0.01, max = 3,
      by = { "1ms", "250ms" } },
  }
end

local bugs = {
  { "kept on cancel", { assertion = "all connections are back" } },
  { "put back broken", { assertion = "the answer to another question" } },
  { "get without context", { assertion = "shut down within a second" } },
}

scenario{ name = "good", main = function() main() end, chaos = plan() }
for _, b in ipairs(bugs) do
  scenario{ name = "bad: " .. b[1], main = function() main(b[1]) end,
    chaos = plan(), expect = sometimes(b[2]) }
end
