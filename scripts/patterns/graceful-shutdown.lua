-- graceful-shutdown: from the signal to the last goroutine, in order.
--
-- Not a bug: the shape to copy. The signal cancels the root context; the
-- server stops accepting and drains; then the pool is closed; then the workers
-- leave. Everything within one deadline.

scenario{
  name = "signal, cancel, drain, pool, workers",
  main = function()
    local order = {}
    local function note(what) order[#order + 1] = what end

    local root, cancel = context.with_cancel(context.background())
    local db = pool.new{ max = 4, name = "db", open = function() return {} end }
    local l = net.listen("shop:80")
    local srv = http.server{ handler = function(_, r)
      local c, err = db:get(r.ctx)
      if not c then return 503, tostring(err) end
      defer(db, "put", c)
      time.sleep("300ms")
      return "sold"
    end }
    go("server", function() srv:serve(l) end)

    local jobs, workers = chan(8, "jobs"), sync.waitgroup("workers")
    for _ = 1, 2 do
      workers:go(function()
        while select{ recv(root:done(), "stop"), recv(jobs) } ~= "stop" do end
      end)
    end

    local client, sold = http.client{ timeout = "5s" }, 0
    for _ = 1, 3 do
      go("client", function()
        local response = client:get(nil, "http://shop/")
        if response and response.body == "sold" then sold = sold + 1 end
      end)
    end

    local signal = chan(1, "signal")
    time.after_func("100ms", function() signal:send("TERM") end)
    signal:recv()
    note("signal")
    cancel()
    note("cancel")
    local limit, stop = context.with_timeout(context.background(), "2s")
    defer(stop)
    check.always(srv:shutdown(limit) == nil, "drained in time")
    note("drained")
    db:close()
    note("pool")
    workers:wait()
    note("workers")
    client:close_idle_connections()
    check.always(sold == 3, "who was being served was served")
    check.always(table.concat(order, " ")
      == "signal cancel drained pool workers", "in this order")
    check.always(time.now() < 2 * time.second, "within the deadline")
  end,
  expect = always{ pass = true },
  explore = { runs = 50 },
}
