-- cancel-chain-broken, repaired: each context comes from the one above.
--
-- The service derives from its own context and defers the cancel. One cancel
-- at the top now ends the whole chain, in whatever order its members notice.

local function query(ctx)
  ctx:done():recv()
end

local function store(ctx)
  local child, cancel = context.with_cancel(ctx)
  defer(cancel)
  go("query", query, child)
  ctx:done():recv()
end

local function service(ctx)
  local child, cancel = context.with_cancel(ctx)
  defer(cancel)
  go("store", store, child)
  ctx:done():recv()
end

scenario{
  name = "one cancel at the top ends the whole chain",
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    go("service", service, ctx)
    time.sleep("1s")
    cancel()
    time.sleep("1ns") -- the shortest time in which all else has settled
    check.no_leaks()
  end,
  expect = always{ pass = true },
}

scenario{
  name = "values are kept where the cancel is cut off on purpose",
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    local request = context.with_value(ctx, "request", 7)
    local audit, stop =
      context.with_timeout(context.without_cancel(request), "5s")
    defer(stop)
    cancel()
    check.always(request:err() == context.canceled, "the request has ended")
    check.always(audit:err() == nil, "the audit goes on")
    check.always(audit:value("request") == 7, "and knows for whom")
    audit:done():recv()
    check.always(audit:err() == context.deadline_exceeded, "until its time")
    check.always(time.now() == 5 * time.second, "is up")
  end,
  expect = always{ pass = true },
}
