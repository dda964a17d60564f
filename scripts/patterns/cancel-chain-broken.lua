-- cancel-chain-broken: in the middle of a chain a context starts afresh.
--
-- main, service, store, query: each hands a context to the next. The service
-- derives the store's one from `context.background()`, not from its own. The
-- cancel reaches the service and no further; store and query, which do all
-- they should, wait for ever, and look like the culprits.
-- Repair: derive each context from the one you were given. For work that must
-- outlive its request, `context.without_cancel` says so, plus a timeout.

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
  local fresh = context.with_cancel(context.background()) -- not ctx
  go("store", store, fresh)
  ctx:done():recv()
end

scenario{
  name = "the cancel ends the service, and nothing below it",
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    go("service", service, ctx)
    time.sleep("1s") -- all three are at work
    cancel()
  end,
  expect = always{
    leak = {
      { count = 2 },
      { count = 2, wait = "chan receive", cause = "context chain broken" },
      { count = 1, name = "store", at = "cancel-chain-broken.lua:18" },
      { count = 1, name = "query", at = "cancel-chain-broken.lua:11" },
      { cause = "cancel-chain-broken.lua:22" }, -- the line of the break
    },
  },
}
