-- etcd_7443: a balancer's only listener sends to itself.
--
-- Connections that come up pin their address, and the balancer sends it,
-- holding its lock, on a channel of one slot. Only the client's watcher
-- receives there, and tears down connections that are not wanted any more;
-- that calls back into the balancer, which locks and sends the full list.
-- Address 0 also looks like "none pinned": a second connection may pin after
-- it and fill the slot. Then the watcher waits for itself, with the lock that
-- those who pin and close need. About one random schedule in 1,400 does it.
-- Repair: an old list in the slot gives way to the new one.

local function new_balancer(addresses, fixed)
  local b = { notify = chan(1, "notify"), pinned = 0 }
  local lock = sync.rwmutex("balancer")
  local function tell(list)
    if fixed then select{ recv(b.notify), default = true } end
    b.notify:send(list)
  end
  -- Returns what is to be called when the address goes down.
  function b.up(address)
    lock:lock()
    if not b.closed and b.pinned == 0 then
      b.pinned = address
      tell{ address }
    end
    lock:unlock()
    return func(function()
      lock:lock()
      defer(lock, "unlock")
      defer(recover) -- the channel may be closed
      if b.pinned ~= address then return end
      b.pinned = 0
      tell(addresses)
    end)
  end
  function b.close()
    lock:lock()
    if not b.closed then b.notify:close() end
    b.closed = true
    lock:unlock()
  end
  tell(addresses)
  return b
end

local function connect(conn, b)
  conn.lock:lock()
  if not conn.dropped then conn.down = b.up(conn.address) end
  conn.lock:unlock()
end

local function watch(b)
  local conns = {}
  for list in b.notify:range() do
    local wanted = {}
    for _, address in ipairs(list) do
      wanted[address] = true
      if not conns[address] then
        conns[address] = { address = address, lock = sync.mutex("conn") }
        go("connect", connect, conns[address], b)
      end
    end
    for address, conn in pairs(conns) do
      if not wanted[address] then
        conns[address] = nil
        conn.lock:lock()
        conn.dropped = true
        if conn.down then conn.down() end
        conn.lock:unlock()
      end
    end
  end
end

scenario.pair{
  name = "a second address is pinned while the watcher tears down",
  main = function(fixed)
    local b, closed = new_balancer({ 0, 1, 2 }, fixed), chan(2, "closed")
    go("watcher", watch, b)
    for _ = 1, 2 do
      go("closer", function() b.close() closed:send(true) end)
    end
    closed:recv()
  end,
  explore = { runs = 10000 },
  expect = sometimes{
    deadlock = {
      { count = 1, wait = "chan receive", at = "etcd_7443.lua:83" },
      { count = 1, name = "watcher", wait = "chan send" },
      { count = 2, name = "closer", wait = "sync.Mutex.Lock" },
      { count = 1, name = "connect", wait = "sync.Mutex.Lock" },
    },
  },
}
