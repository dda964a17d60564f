-- An importer: records are read, looked up by three workers, collected into
-- batches and stored. An error anywhere ends all of it, in order.
--
-- Promised: every record is stored once, or the import says why not; and
-- afterwards nobody is left.

local RECORDS, WORKERS, BATCH = 12, 3, 4

-- ---- the outside: what is looked up, and the store ----

-- A service that is called over one of a few connections; what can go wrong
-- with it, the plan says.
local function outside(name)
  return pool.new{ max = WORKERS, name = name,
    open = function() return { close = function() end } end }
end

local function call(ctx, there, took)
  local c, err = there:get(ctx)
  if not c then return err end
  defer(there, "put", c)
  if select{ recv(ctx:done(), "stop"), recv(time.after(took)) } == "stop" then
    return ctx:err()
  end
end
call = func(call)

-- ---- the stages ----

local function put(ctx, ch, v)
  if select{ recv(ctx:done(), "stop"), send(ch, v) } == "stop" then
    return ctx:err()
  end
end

local function read(ctx, records)
  defer(records, "close")
  for i = 1, RECORDS do
    local err = put(ctx, records, i)
    if err then return err end
  end
end

local function look_up(ctx, there, records, found, bug)
  for i in records:range() do
    local err = call(ctx, there, "3ms")
    if err then return err end
    if bug == "send without context" then
      found:send(i)
    else
      err = put(ctx, found, i)
      if err then return err end
    end
  end
end

-- A batch goes out when it is full, or old.
local function batches(ctx, found, flush, bug)
  local batch, ticker = {}, time.new_ticker("50ms")
  defer(ticker, "stop")
  while true do
    local which, v, ok = select{ recv(ctx:done(), "stop"), recv(found, "record"),
      recv(ticker.c, "old") }
    if which == "stop" then return ctx:err() end
    if which == "record" and ok then batch[#batch + 1] = v end
    local over = which == "record" and not ok
    if over and bug == "last batch forgotten" then return nil end
    if #batch == BATCH or #batch > 0 and which ~= "record" or over then
      local err = flush(batch)
      if err then return err end
      batch = {}
    end
    if over then return nil end
  end
end

-- ---- the import ----

local function import(ctx, lookup, store, stored, bug)
  local g
  g, ctx = errgroup.new(ctx)
  local records, found = chan(0, "records"), chan(0, "found")
  g:go(function() return read(ctx, records) end)

  local workers = sync.waitgroup("workers")
  workers:add(WORKERS)
  local errs = chan(1, "errs") -- looked into when all is over
  for _ = 1, WORKERS do
    g:go(function()
      defer(workers, "done")
      local err = look_up(ctx, lookup, records, found, bug)
      if err and bug == "room for one error" then errs:send(err) end
      return err
    end)
  end
  g:go(function()
    workers:wait()
    found:close()
  end)
  g:go(function()
    return batches(ctx, found, function(batch)
      local err = call(ctx, store, "2ms")
      if err then return err end
      for _, v in ipairs(batch) do stored[v] = (stored[v] or 0) + 1 end
    end, bug)
  end)
  return g:wait()
end

local function main(bug)
  local lookup, store = outside("lookup"), outside("store")
  local ctx, cancel = context.with_timeout(context.background(), "2s")
  defer(cancel)
  local stored = {}
  local err = import(ctx, lookup, store, stored, bug)
  local n = 0
  for i = 1, RECORDS do
    check.always((stored[i] or 0) <= 1, "no record is stored twice")
    n = n + (stored[i] or 0)
  end
  check.always(err ~= nil or n == RECORDS, "all is stored, or it says why not")
  lookup:close()
  store:close()
end

-- ---- what goes wrong ----

local function plan()
  return {
    { fault = "io_error", at = "pool.get", p = 0.04, max = 2 },
    { fault = "io_delay", at = "pool.get", p = 0.05, max = 2,
      by = { "5ms", "120ms" } },
    { fault = "exhaust", object = "lookup", p = 0.03, max = 1, by = "80ms" },
    { fault = "cancel", at = "ctx", p = 0.01, max = 1 },
    { fault = "slow", at = "chan.recv", object = "records", p = 0.1,
      by = { "1ms", "30ms" }, max = 3 },
    { fault = "stall", p = 0.005, max = 1, by = "70ms" },
  }
end

local bugs = {
  { "send without context", any{ { leak = true }, { deadlock = true } } },
  { "room for one error", { deadlock = true } },
  { "last batch forgotten", { assertion = "or it says why not" } },
}

scenario{ name = "good", main = function() main() end, chaos = plan() }
for _, b in ipairs(bugs) do
  scenario{ name = "bad: " .. b[1], main = function() main(b[1]) end,
    chaos = plan(), expect = sometimes(b[2]) }
end
