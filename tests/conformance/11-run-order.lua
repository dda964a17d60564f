-- Go semantics, section 11: who runs first on one P. Under the default
-- schedule the orders are exact. Waiters are numbered as they arrive.
local t = require "lib.t"
local eq, go_order = t.eq, t.go_order

-- Starts five goroutines that wait each in its turn, calls `wake` and
-- returns the order in which they ran on. Gosched and not a sleep, because
-- a mutex hands over in another way to who has waited for 1 ms.
local function order_of_five(wait, wake)
  local order, wg = {}, sync.waitgroup()
  for i = 1, 5 do
    wg:go(function()
      wait(i)
      order[#order + 1] = i
    end)
    runtime.gosched()
  end
  wake()
  wg:wait()
  return table.concat(order, " ")
end

local function spawn_five(park)
  return function()
    local order, all = {}, chan()
    for i = 1, 5 do
      go(function()
        order[#order + 1] = i
        if #order == 5 then all:close() end
      end)
    end
    park(all)
    eq(table.concat(order, " "), "5 1 2 3 4", "order")
  end
end

scenario{
  name = "11.1 five go statements, then the parent parks: 5 1 2 3 4",
  explore = go_order,
  procs = 1,
  main = spawn_five(function(all) all:recv() end),
}

scenario{
  name = "11.1 five go statements, then Gosched: 5 1 2 3 4",
  explore = go_order,
  procs = 1,
  main = spawn_five(function() runtime.gosched() end),
}

scenario{
  name = "11.1 five go statements, then a sleep: 5 1 2 3 4",
  explore = go_order,
  procs = 1,
  main = spawn_five(function() time.sleep("1ms") end),
}

scenario{
  name = "11.2 five sends to five parked receivers: 5 1 2 3 4, values first"
    .. " come",
  explore = go_order,
  procs = 1,
  main = function()
    local ch, got = chan(), {}
    local order = order_of_five(
      function(i) got[i] = ch:recv() end,
      function() for i = 1, 5 do ch:send(i) end end)
    eq(order, "5 1 2 3 4", "order")
    eq(table.concat(got, " "), "1 2 3 4 5", "values")
  end,
}

scenario{
  name = "11.2 five receives from five parked senders: 5 1 2 3 4",
  explore = go_order,
  procs = 1,
  main = function()
    local ch, got = chan(), {}
    local order = order_of_five(
      function(i) ch:send(i) end,
      function() for i = 1, 5 do got[i] = ch:recv() end end)
    eq(order, "5 1 2 3 4", "order")
    eq(table.concat(got, " "), "1 2 3 4 5", "values")
  end,
}

scenario{
  name = "11.3 waitgroup release: 5 1 2 3 4",
  explore = go_order,
  procs = 1,
  main = function()
    local gate = sync.waitgroup()
    gate:add(1)
    local order = order_of_five(
      function() gate:wait() end,
      function() gate:done() end)
    eq(order, "5 1 2 3 4", "order")
  end,
}

-- Five that wait on a cond; `wake` gets it.
local function order_of_conds(wake)
  local mu = sync.mutex()
  local c = sync.cond(mu)
  return order_of_five(
    function()
      mu:lock()
      c:wait()
      mu:unlock()
    end,
    function() wake(c) end)
end

scenario{
  name = "11.3 broadcast: 5 1 2 3 4",
  explore = go_order,
  procs = 1,
  main = function()
    eq(order_of_conds(function(c) c:broadcast() end), "5 1 2 3 4", "order")
  end,
}

scenario{
  name = "11.3 five signals: 5 1 2 3 4",
  explore = go_order,
  procs = 1,
  main = function()
    local order = order_of_conds(function(c)
      for _ = 1, 5 do c:signal() end
    end)
    eq(order, "5 1 2 3 4", "order")
  end,
}

scenario{
  name = "11.3 an rwmutex's unlock wakes five readers: 5 1 2 3 4",
  explore = go_order,
  procs = 1,
  main = function()
    local rw = sync.rwmutex()
    rw:lock()
    local order = order_of_five(
      function()
        rw:rlock()
        rw:runlock()
      end,
      function() rw:unlock() end)
    eq(order, "5 1 2 3 4", "order")
  end,
}

scenario{
  name = "11.4 close wakes five receivers: 1 5 4 3 2",
  explore = go_order,
  procs = 1,
  main = function()
    local ch = chan()
    local order = order_of_five(
      function() ch:recv() end,
      function() ch:close() end)
    eq(order, "1 5 4 3 2", "order")
  end,
}

scenario{
  name = "11.5 mutex unlock with five queued lockers: 1 2 3 4 5",
  explore = go_order,
  procs = 1,
  main = function()
    local mu, locked = sync.mutex(), {}
    mu:lock()
    order_of_five(
      function(i)
        mu:lock()
        locked[#locked + 1] = i
        mu:unlock()
      end,
      function() mu:unlock() end)
    eq(table.concat(locked, " "), "1 2 3 4 5", "order")
  end,
}

-- Five functions due at one instant; tells who ran, in order.
local function five_after_funcs()
  local order, seen = {}, {}
  for i = 1, 5 do
    time.after_func("1ms", function()
      eq(time.now(), time.ms, "time")
      eq(seen[i], nil, "earlier run of " .. i)
      seen[i] = true
      order[#order + 1] = i
    end)
  end
  time.sleep("2ms")
  return order
end

scenario{
  name = "11.6 five AfterFuncs with equal deadlines: all fire",
  explore = go_order,
  procs = 1,
  main = function() eq(#five_after_funcs(), 5, "runs") end,
}

scenario{
  name = "11.6 five AfterFuncs with equal deadlines: all fire in every"
    .. " schedule",
  explore = { strategy = "random", runs = 100 },
  main = function() eq(#five_after_funcs(), 5, "runs") end,
}

local function each_first()
  local all = {}
  for i = 1, 5 do all[i] = sometimes{ panic = "first was " .. i } end
  return all
end

scenario{
  name = "11.6 five AfterFuncs with equal deadlines: any may be the first",
  explore = { strategy = "random", runs = 200 },
  main = function() panic("first was " .. five_after_funcs()[1]) end,
  expect = each_first(),
}

scenario{
  name = "11.7 select with 3 ready cases, 30,000 times: uniform",
  explore = go_order,
  procs = 1,
  main = function()
    local count, ch = { 0, 0, 0 }, { chan(1), chan(1), chan(1) }
    for i = 1, 3 do ch[i]:send(i) end
    for _ = 1, 30000 do
      local i = select{ recv(ch[1]), recv(ch[2]), recv(ch[3]) }
      count[i] = count[i] + 1
      ch[i]:send(i)
    end
    -- Ten standard deviations: sqrt(30000 * 1/3 * 2/3) is 81.6.
    for i = 1, 3 do
      assert(math.abs(count[i] - 10000) <= 816, "case " .. i .. ": "
        .. count[i])
    end
  end,
}
