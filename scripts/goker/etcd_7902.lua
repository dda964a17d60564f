-- etcd_7902: everybody follows, nobody leads.
--
-- Three clients run 100 rounds of an election test: validate under a lock,
-- then release under the same lock. Release waits for the next round, which
-- only the leader opens, the client of the first index. In Go before 1.22 all
-- closures of a loop share one loop variable, so after the loop no client has
-- the first index; the loop below shares one on purpose. Even with a variable
-- each it hangs in some schedules: who waits holds the lock the leader needs.
-- Repair: an index each, and waiting outside the lock.

local rounds = 100

local function new_clients(fixed)
  local clients, opened, i = {}, chan(0, "next round"), nil
  for n = 1, 3 do
    i = n -- one variable for all closures
    local client = { round = 0 }
    function client.validate()
      client.next = opened
      client.round = client.round + 1
    end
    function client.release()
      if (fixed and n or i) == 1 then
        opened:close()
        if client.round < rounds then opened = chan(0, "next round") end
      end
      if not fixed then client.next:recv() end
    end
    function client.settle()
      if fixed then client.next:recv() end
    end
    clients[n] = client
  end
  return clients
end

local function elections(clients)
  local lock, group = sync.mutex("rounds"), sync.waitgroup("clients")
  for _, client in ipairs(clients) do
    group:add(1)
    go("client", function()
      defer(group, "done")
      for _ = 1, rounds do
        lock:lock()
        client.validate()
        lock:unlock()
        lock:lock()
        client.release()
        lock:unlock()
        client.settle()
      end
    end)
  end
  group:wait()
end

scenario.pair{
  name = "a loop variable shared by all clients",
  main = function(fixed)
    go("elections", elections, new_clients(fixed))
  end,
  expect = always{
    leak = {
      { count = 4 },
      { count = 1, name = "elections", wait = "sync.WaitGroup.Wait" },
      { count = 1, name = "client", wait = "chan receive" },
      {
        count = 2, name = "client", wait = "sync.Mutex.Lock",
        cause = "holder blocked",
      },
    },
  },
}
