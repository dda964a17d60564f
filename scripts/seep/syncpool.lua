-- syncpool.lua - sync.pool, after sync/pool.go.
--
-- What is put is kept by the P it is put on: one in its private place, the
-- others in its shared list, from whose front it takes again and from whose
-- back others steal. A collection of garbage makes all of that the victims,
-- which are looked at last, and the next one forgets them.
--
-- An item is { ticket, value } (syncpool.c). Whatever changes the lists is
-- uninterrupted: it stands between two operations, but a time slice may end.
local lib = ...

local ticket, op_put, op_get, op_got = lib.pool_ticket, lib.pool_put,
  lib.pool_get, lib.pool_got
local proc, procs, uninterrupted = lib.proc, lib.gomaxprocs, lib.uninterrupted
local fail, callable, setmetatable = lib.fail, lib.calls.callable, setmetatable
local type, pairs, tostring = type, pairs, tostring

local Pool = lib.sealed{}
Pool.__index = Pool
Pool.__metatable = "sync.pool"

local state = setmetatable({}, { __mode = "k" })

local check = lib.args.handle("sync.pool", "a sync.pool", state)
Pool.__tostring = lib.args.printed_handle("sync.pool", state)

-- ---- the lists ----

-- The lists of P number id in `all`; nil when it has none there.
local function own_lists(all, id)
  local own = all[id]
  if not own then
    own = { private = nil, first = 1, last = 0 }
    all[id] = own
  end
  return own
end

local function pop_front(own)
  local item = own[own.last]
  if item then
    own[own.last] = nil
    own.last = own.last - 1
  end
  return item
end

local function pop_back(own)
  local item = own and own[own.first]
  if item then
    own[own.first] = nil
    own.first = own.first + 1
  end
  return item
end

local function take_private(own)
  local item = own and own.private
  if item then
    own.private = nil
  end
  return item
end

-- From the back of the lists of each P in turn, beginning with number id.
local function steal(all, id)
  local n = procs()
  for i = 0, n - 1 do
    local item = pop_back(all[(id + i) % n])
    if item then
      return item
    end
  end
end

local function fetch(p)
  local id = proc()
  local own = own_lists(p.lists, id)
  return take_private(own) or pop_front(own) or steal(p.lists, id + 1) or
    take_private(p.victims[id]) or steal(p.victims, id)
end

local function stash(p, item)
  local own = own_lists(p.lists, proc())
  if not own.private then
    own.private = item
  else
    own.last = own.last + 1
    own[own.last] = item
  end
end

-- ---- tickets, used again and again ----

local function free_ticket(p)
  local n = p.nfree
  if n > 0 then
    p.nfree = n - 1
    return p.free[n]
  end
end

local function give_back(p, t)
  p.nfree = p.nfree + 1
  p.free[p.nfree] = t
end

-- ---- what scripts call ----

function Pool:put(v)
  local p = check(self, "put")
  if v == nil then
    return
  end
  local t = uninterrupted(free_ticket, p) or ticket(p.name)
  if op_put(t) then
    uninterrupted(stash, p, { t, v })
  else
    uninterrupted(give_back, p, t)
  end
end

function Pool:get()
  local p = check(self, "get")
  op_get(p.own)
  local item = uninterrupted(fetch, p)
  if item then
    op_got(item[1])
    uninterrupted(give_back, p, item[1])
    return item[2]
  end
  if p.new then
    return (p.new())
  end
end

-- A collection begins: for which pool first makes no difference.
local function age()
  for _, p in pairs(state) do
    p.victims, p.lists = p.lists, {}
  end
end

function lib.collect_pools()
  uninterrupted(age)
end

local function check_options(options)
  if options ~= nil and type(options) ~= "table" then
    fail("sync.pool needs a table, as sync.pool{ new = fn }, got "
      .. lib.kind(options))
  end
  for k in pairs(options or {}) do
    if k ~= "new" then
      fail("sync.pool has no key '" .. tostring(k) .. "' (it has: new)")
    end
  end
  local new = options and options.new
  if new ~= nil and not callable(new) then
    fail("sync.pool needs new = a function, got " .. lib.kind(new))
  end
  return new
end

-- sync.pool{ new = fn } or sync.pool({ new = fn }, name)
return function(options, name)
  local new = check_options(options)
  local pool = setmetatable({}, Pool)
  state[pool] = { new = new, name = name, own = ticket(name), lists = {},
    victims = {}, free = {}, nfree = 0 }
  return pool
end
