-- Simulated services: http.server, http.client.
local t = require "lib.t"

-- Runs f(client) against a server with that handler; then both shut down.
local function with_server(handler, f, client_options)
  local srv = http.server{ handler = handler }
  local l, served = net.listen("web:80"), chan(1)
  go("server", function() served:send(srv:serve(l)) end)
  local client = http.client(client_options)
  f(client, srv)
  t.eq(srv:shutdown(context.background()), nil)
  t.eq(served:recv(), http.server_closed)
  client:close_idle_connections()
end

scenario{
  name = "http: get and post",
  main = function()
    with_server(function(w, r)
      w.header.kind = "test"
      w:write_header(r.method == "GET" and 200 or 201)
      w:write(r.method .. " " .. r.path .. " ")
      w:write(r.body)
    end, function(c)
      local resp, err = c:get(nil, "http://web/a?b=1")
      t.eq(err, nil)
      t.eq(resp.status, 200)
      t.eq(resp.status_text, "OK")
      t.eq(resp.body, "GET /a ")
      t.eq(resp.header.kind, "test")
      resp = c:post(context.background(), "http://web:80", "data")
      t.eq(resp.status, 201)
      t.eq(resp.body, "POST / data")
    end)
  end,
  explore = { runs = 20 },
}

scenario{
  name = "http: what a handler returns will do as an answer",
  main = function()
    local answers = { "/t", "text", "/n", 404, "/" }
    with_server(function(_, r)
      if r.path == "/t" then return "text" end
      if r.path == "/n" then return 404, "gone" end
    end, function(c)
      t.eq(c:get(nil, "http://web/t").body, answers[2])
      local resp = c:get(nil, "http://web/n")
      t.eq(resp.status, answers[4])
      t.eq(resp.body, "gone")
      resp = c:get(nil, "http://web/")
      t.eq(resp.status, 200)
      t.eq(resp.body, "")
    end)
  end,
}

scenario{
  name = "http: requests are served side by side",
  main = function()
    with_server(function() time.sleep("1s") end, function(c)
      local wg = sync.waitgroup()
      for _ = 1, 10 do
        wg:go(function() t.eq(c:get(nil, "http://web/").status, 200) end)
      end
      wg:wait()
      t.eq(time.now(), time.second)
    end)
  end,
}

scenario{
  name = "http: a connection is used again",
  main = function()
    local seen, n = {}, 0
    with_server(function(_, r)
      if not seen[r.remote_addr] then
        seen[r.remote_addr] = true
        n = n + 1
      end
    end, function(c)
      for _ = 1, 5 do c:get(nil, "http://web/") end
      t.eq(n, 1)
    end)
  end,
}

scenario{
  name = "http: the client's timeout, in Go's words",
  main = function()
    with_server(function(_, r) r.ctx:done():recv() end, function(c)
      local resp, err = c:get(nil, "http://web/x")
      t.eq(resp, nil)
      t.eq(tostring(err), 'Get "http://web/x": context deadline exceeded '
        .. "(Client.Timeout exceeded while awaiting headers)")
      t.eq(err:timeout(), true)
      t.eq(time.now(), 2 * time.second)
    end, { timeout = "2s" })
  end,
}

scenario{
  name = "http: when the client goes away the request's context ends",
  main = function()
    local told
    with_server(function(_, r)
      r:context():done():recv()
      told = r.ctx:err()
    end, function(c)
      local ctx, cancel = context.with_cancel(context.background())
      time.after_func("1ms", cancel)
      local _, err = c:get(ctx, "http://web/")
      t.eq(tostring(err), 'Get "http://web/": context canceled')
      t.eq(errors.is(err, context.canceled), true)
      time.sleep("1ms")
      t.eq(told, context.canceled)
    end)
  end,
  explore = { runs = 50 },
}

scenario{
  name = "http: a handler's panic costs its connection only",
  main = function()
    with_server(function(_, r)
      if r.path == "/bad" then error("boom") end
      return "fine"
    end, function(c)
      local resp, err = c:get(nil, "http://web/bad")
      t.eq(resp, nil)
      t.eq(tostring(err), 'Get "http://web/bad": EOF')
      t.eq(c:get(nil, "http://web/").body, "fine")
    end)
  end,
}

-- ---- servers that are not told to serve ----

local function hello(addr)
  return http.server{ addr = addr,
    handler = function(_, r) return "hello " .. r.path end }
end

scenario{
  name = "http: a server with an address serves without being told to",
  main = function()
    local srv, c = hello("web:80"), http.client()
    t.eq(c:get(nil, "http://web/a").body, "hello /a")
    t.eq(c:get(nil, "http://web/b").body, "hello /b")
    t.eq(srv:shutdown(), nil)
    local _, err = c:get(nil, "http://web/c")
    t.eq(tostring(err),
      'Get "http://web/c": dial tcp web:80: connect: connection refused')
  end,
}

scenario{
  name = "http: one told to later, and one that another port is for",
  main = function()
    local srv, c = hello("web:80"), http.client()
    t.eq(c:get(nil, "http://web/a").body, "hello /a")
    go(function() t.eq(srv:listen_and_serve(), http.server_closed) end)
    time.sleep("1ms")
    t.eq(http.client():get(nil, "http://web/b").body, "hello /b")
    t.eq(http.client():get(nil, "http://web:81/"), nil)
    t.eq(srv:shutdown(), nil)
    local silent = http.server{ handler = function() end }
    t.eq(http.client():get(nil, "http://web/"), nil)
    silent:close()
  end,
}

scenario{
  name = "http: shutdown of one that was not told to serve drains it, too",
  main = function()
    local srv = http.server{ addr = ":80",
      handler = function() time.sleep("3s") return "late" end }
    local body = chan(1)
    go(function() body:send(http.client():get(nil, "http://web/").body) end)
    time.sleep("1s")
    local ctx, cancel = context.with_timeout(context.background(), "500ms")
    defer(cancel)
    t.eq(srv:shutdown(ctx), context.deadline_exceeded)
    t.eq(srv:shutdown(), nil)
    t.eq(body:recv(), "late")
  end,
}

scenario{
  name = "http: nobody listens",
  main = function()
    local _, err = http.client():get(nil, "http://web/")
    t.eq(tostring(err),
      'Get "http://web/": dial tcp web:80: connect: connection refused')
  end,
}

scenario{
  name = "http: shutdown drains, and gives up with its context",
  main = function()
    local srv = http.server{ addr = ":80",
      handler = function() time.sleep("10s") return "late" end }
    go(function() srv:listen_and_serve() end)
    time.sleep("1ms") -- until it listens
    local c, body = http.client(), nil
    go(function() body = c:get(nil, "http://web/").body end)
    time.sleep("1s")
    local ctx, cancel = context.with_timeout(context.background(), "2s")
    t.eq(srv:shutdown(ctx), context.deadline_exceeded)
    t.eq(time.now(), 3 * time.second + time.ms)
    cancel()
    local _, err = http.client():get(nil, "http://web/")
    t.eq(tostring(err):match("connection refused") ~= nil, true)
    t.eq(srv:shutdown(), nil)
    t.eq(body, "late")
    c:close_idle_connections()
  end,
}

scenario{
  name = "http: a server that is never shut down is a leak",
  main = function()
    local srv = http.server{ addr = ":80", handler = function() end }
    go("server", function() srv:listen_and_serve() end)
  end,
  expect = always{ leak = { name = "server", wait = "IO wait", count = 1 } },
}

scenario{
  name = "http: a client without a timeout waits for ever",
  main = function()
    local l = net.listen(":80")
    go("client", function() http.client():get(nil, "http://web/") end)
    time.sleep("1ms")
    l:accept()
  end,
  expect = always{ leak = { name = "client", wait = "IO wait" } },
}

scenario{
  name = "http: an idle connection times out",
  main = function()
    local srv = http.server{ addr = ":80", idle_timeout = "5s",
      handler = function() end }
    go(function() srv:listen_and_serve() end)
    time.sleep("1ms") -- until it listens
    local c = http.client()
    c:get(nil, "http://web/")
    t.eq(runtime.num_goroutine(), 3)
    time.sleep("6s")
    t.eq(runtime.num_goroutine(), 2)
    t.eq(c:get(nil, "http://web/").status, 200) -- by a new one
    srv:close()
    c:close_idle_connections()
  end,
}

scenario{
  name = "http: a client is used while its idle connections are closed",
  main = function()
    local srv = http.server{ addr = ":80", handler = function() end }
    go(function() srv:listen_and_serve() end)
    time.sleep("1ms") -- until it listens
    local client, both = http.client(), sync.waitgroup()
    for _ = 1, 2 do
      both:go(function() client:get(nil, "http://web/") end)
    end
    both:wait()
    go("user", function() client:get(nil, "http://web/") end)
    client:close_idle_connections()
    time.sleep("1ms")
    client:close_idle_connections()
    srv:close()
  end,
  explore = { strategy = "random", runs = 50 },
}

scenario{
  name = "http: misuse is told",
  main = function()
    t.fails("http.server needs a table", http.server)
    t.fails("handler must be a function", http.server, {})
    t.fails("addr must be a string, got 80", http.server,
      { addr = 80, handler = print })
    t.fails("an url is a string such as", http.client().get, http.client(),
      nil, "web")
    t.fails("is the colon missing", http.client().get, nil, "http://web/")
    t.fails("a duration is a number of nanoseconds", http.client, { timeout = {} })
  end,
}
