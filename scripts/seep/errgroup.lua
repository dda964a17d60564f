-- errgroup - golang.org/x/sync/errgroup: goroutines with one error, and one
-- context that ends with it.
--
-- Panics are not handed to wait: as of x/sync in 2025 they end the run where
-- they happen.
local lib = ...

local args, fail, go = lib.args, lib.fail, lib.go
local need_function = args.need_function
local defer, panic = lib.defer.defer, lib.defer.panic
local select_case, send = lib.select, lib.send
local setmetatable, type, unpack, select = setmetatable, type, unpack, select
local floor = math.floor

local MOST = 2 ^ 31 - 1 -- as many as a channel has room for

local Group = lib.sealed{}
Group.__index = Group
Group.__metatable = "errgroup"

local state = setmetatable({}, { __mode = "k" })

local check = lib.args.handle("errgroup", "an errgroup", state)
Group.__tostring = lib.args.printed_handle("errgroup", state)

local function member_failed(g, err)
  g.once:call(function()
    g.err = err
    if g.cancel then
      g.cancel(err)
    end
  end)
end

local function done(g, sem)
  if sem then
    sem:recv()
  end
  g.wg:done()
end

local function start(g, fn, ...)
  local args, n, sem = { ... }, select("#", ...), g.sem
  g.wg:add(1)
  go(g.name or "", function()
    defer(done, g, sem)
    local err = fn(unpack(args, 1, n))
    if err ~= nil then
      member_failed(g, err)
    end
  end)
end

-- g:go(fn, ...): blocks while as many are active as the limit allows.
function Group:go(fn, ...)
  local g = check(self, "go")
  need_function(fn, "errgroup:go")
  if g.sem then
    g.sem:send(true)
  end
  start(g, fn, ...)
end

function Group:try_go(fn, ...)
  local g = check(self, "try_go")
  need_function(fn, "errgroup:try_go")
  if g.sem and
     select_case{ send(g.sem, true), default = true } == "default" then
    return false
  end
  start(g, fn, ...)
  return true
end

-- A negative limit is none.
function Group:set_limit(n)
  local g = check(self, "set_limit")
  if type(n) ~= "number" or n ~= floor(n) or n > MOST then
    fail("errgroup:set_limit needs a whole number, got " .. args.got(n))
  end
  if n < 0 then
    g.sem = nil
    return
  end
  local active = g.sem and g.sem:len() or 0
  if active ~= 0 then
    panic("errgroup: modify limit while " .. active
      .. " goroutines in the group are still active")
  end
  g.sem = lib.members_channel(n, g.name or "errgroup")
end

function Group:wait()
  local g = check(self, "wait")
  g.wg:wait()
  if g.cancel then
    g.cancel(g.err)
  end
  return g.err
end

local errgroup = {}

-- Without an argument: a group without a context.
function errgroup.new(...)
  local parent, name = ...
  local g, ctx = { name = name }, nil
  if select("#", ...) > 0 then
    args.opt_context(parent, "errgroup.new")
    ctx, g.cancel = lib.context.with_cancel_cause(parent)
  end
  g.wg, g.once = lib.waitgroup(name), lib.sync.once(name)
  local group = setmetatable({}, Group)
  state[group] = g
  return group, ctx
end

return errgroup
