-- A client that tries again, and a bank behind a bad network.
--
-- Orders are charged over HTTP. What fails is tried again, after a pause that
-- doubles, a few times, and only until the caller's deadline; each order has a
-- key by which the bank knows it again. Balances are asked of two replicas:
-- of the second when the first has not answered in time. Promised: no order
-- is charged twice, one that is reported is charged, nobody is kept beyond
-- its deadline, the bank is not flooded, and in the end nobody is left.

local ORDERS, ATTEMPTS, DEADLINE = 4, 4, time.second

-- ---- the bank ----

local function bank(addr, bug)
  local mu, charged, seen = sync.mutex(addr), {}, {}
  local srv = http.server{ addr = addr, handler = function(_, r)
    mu:lock()
    defer(mu, "unlock")
    if r.path == "/balance" then return 200, "100" end
    if not seen[r.body] or bug == "key not looked at" then
      seen[r.body] = true
      charged[r.body] = (charged[r.body] or 0) + 1
    end
    return 201, "charged"
  end }
  local l = net.listen(addr)
  go("bank", srv.serve, srv, l)
  return srv, charged
end

-- ---- trying again ----

local function pause(ctx, d)
  local timer = time.new_timer(d)
  defer(timer, "stop")
  if select{ recv(ctx:done(), "stop"), recv(timer.c) } == "stop" then
    return ctx:err()
  end
end
pause = func(pause)

local function retry(ctx, bug, f)
  local wait, last = 20 * time.ms, nil
  for attempt = 1, bug == "no limit" and 1000 or ATTEMPTS do
    local result, err = f(attempt)
    if result then return result end
    last = err
    if bug == "sleeps on" then
      time.sleep(wait)
    elseif bug ~= "no limit" and pause(ctx, wait) ~= nil then
      return nil, ctx:err()
    end
    wait = wait * 4
    if ctx:err() ~= nil and bug ~= "sleeps on" then return nil, ctx:err() end
  end
  return nil, last
end

local function charge(ctx, client, order, bug)
  return retry(ctx, bug, function(attempt)
    check.always(attempt <= ATTEMPTS, "the bank is not flooded")
    local key = bug == "a key an attempt" and order .. "." .. attempt or order
    local response, err = client:post(ctx, "http://bank:80/charge", key)
    if not response then return nil, err end
    return response.status == 201 and response.body, response.status_text
  end)
end

-- ---- asking two ----

local function balance(ctx, client, bug)
  local cancel
  ctx, cancel = context.with_cancel(ctx)
  defer(cancel)
  local answers = chan(bug == "no room for the second" and 0 or 2, "answers")
  local function ask(host)
    local response, err = client:get(ctx, "http://" .. host .. ":80/balance")
    answers:send{ response and response.body, err }
  end
  go("ask bank", ask, "bank")
  local timer = time.new_timer("50ms")
  defer(timer, "stop")
  local which, answer = select{ recv(answers, "answer"), recv(timer.c, "late") }
  if which == "late" then
    go("ask replica", ask, "replica")
    answer = answers:recv()
  end
  return unpack(answer, 1, 2)
end
balance = func(balance)

-- ---- a customer ----

local customer = func(function(client, order, bug)
  local ctx, cancel = context.with_timeout(context.background(), DEADLINE)
  defer(cancel)
  local begun = time.now()
  local text = balance(ctx, client, bug) and charge(ctx, client, order, bug)
  check.always(time.since(begun) <= DEADLINE,
    "nobody is kept beyond its deadline")
  return text == "charged"
end)

local function main(bug)
  local first, charged = bank("bank:80", bug)
  local second = bank("replica:80", bug)
  local client, all = http.client{ timeout = "150ms" }, sync.waitgroup("all")
  local reported = {}
  for i = 1, ORDERS do
    all:go(function() reported[i] = customer(client, "order" .. i, bug) end)
  end
  all:wait()
  client:close_idle_connections()
  check.always(first:shutdown() == nil and second:shutdown() == nil,
    "shut down")
  for i = 1, ORDERS do
    local n = 0
    for key, times in pairs(charged) do
      if key:match("^order%d+") == "order" .. i then n = n + times end
    end
    check.always(n <= 1, "no order is charged twice")
    check.always(n == 1 or not reported[i], "what is reported is charged")
  end
end

-- ---- what goes wrong ----

local function plan()
  return {
    { fault = "loss", at = "conn.write", p = 0.05, max = 2 },
    { fault = "io_delay", conn = "bank:80", p = 0.05, max = 3,
      by = { "20ms", "300ms" } },
    { fault = "io_error", at = "conn.dial", conn = "bank:80",
      text = "connect: connection refused", after = "20ms", for_ = "80ms" },
    { fault = "partition", conn = "bank:80", way = "back", p = 0.1, max = 2 },
    { fault = "partition", conn = "bank:80", after = "30ms", for_ = "900ms",
      p = 0.1, max = 3 },
    { fault = "clock_jump", p = 0.005, max = 1, by = { "-1h", "1h" } },
  }
end

local bugs = {
  { "key not looked at", { assertion = "no order is charged twice" } },
  { "a key an attempt", { assertion = "no order is charged twice" } },
  { "sleeps on", { assertion = "nobody is kept beyond its deadline" } },
  { "no limit", { assertion = "the bank is not flooded" } },
  { "no room for the second", { leak = { at = "retry_client.lua" } } },
}

scenario{ name = "good", main = function() main() end, chaos = plan() }
for _, b in ipairs(bugs) do
  scenario{ name = "bad: " .. b[1], main = function() main(b[1]) end,
    chaos = plan(), expect = sometimes(b[2]) }
end
