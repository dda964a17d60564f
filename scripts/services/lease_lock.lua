-- A lock service with leases, and those who rely on it.
--
-- Over HTTP a worker gets the lock for a while (a lease) with a number, renews
-- it while it works, and gives it back. A worker may be held up for longer
-- than its lease lasts and not know it; so the ledger that the lock protects
-- is told the number, and takes nothing under one that is older than one it
-- has seen. Promised: turns at the ledger never mix, nobody whose lease lasts
-- is refused, and in the end nobody is left.

local LEASE, RENEW, WORK = 3 * time.second, "1s", "2500ms"
local WORKERS, TURNS = 3, 2

-- ---- the service ----

-- What leases are measured with.
local function clock(bug)
  return bug == "wall clock" and os.time() * time.second or time.now()
end

-- Each gives a status and a text.
local actions = {}

function actions.acquire(locker)
  local now = clock(locker.bug)
  if locker.held and now < locker.ends then return 409, "taken" end
  locker.number = locker.number + 1
  locker.held, locker.ends = true, now + LEASE
  return 200, tostring(locker.number)
end

function actions.renew(locker, number)
  local now = clock(locker.bug)
  if number ~= locker.number or not locker.held or now >= locker.ends then
    return 410, "gone"
  end
  locker.ends = now + LEASE
  return 200, "yours"
end

function actions.release(locker, number)
  if number == locker.number or locker.bug == "released unseen" then
    locker.held = false
  end
  return 200, "free"
end

local function serve(bug)
  local locker = { mu = sync.mutex("locker"), number = 0, held = false,
    ends = 0, bug = bug }
  local l = net.listen("lock:80")
  local srv = http.server{ handler = function(_, r)
    locker.mu:lock()
    defer(locker.mu, "unlock")
    return actions[r.path:sub(2)](locker, tonumber(r.body))
  end }
  go("lock service", srv.serve, srv, l)
  return srv
end

-- ---- the ledger ----

local function new_ledger(bug)
  return { mu = sync.mutex("ledger"), seen = 0, bug = bug }
end

-- False when the number is too old. `lasts`: until then the lease does.
local enter = func(function(ledger, number, what, lasts)
  ledger.mu:lock()
  defer(ledger.mu, "unlock")
  if number < ledger.seen and ledger.bug ~= "number not looked at" then
    check.always(time.now() >= lasts, "nobody whose lease lasts is refused")
    return false
  end
  check.always(what == "begin" or number == ledger.turn, "turns never mix")
  ledger.seen, ledger.turn = number, number
  return true
end)

-- ---- a worker ----

local function post(client, action, number)
  local response = client:post(nil, "http://lock/" .. action,
    tostring(number or ""))
  return response and response.status, response and response.body
end

-- Until it is stopped, or the lease is lost.
local function keep_renewing(client, lease, bug)
  local ticker = time.new_ticker(RENEW)
  defer(ticker, "stop")
  while select{ recv(lease.stop, "stop"), recv(ticker.c) } ~= "stop" do
    local asked = time.now()
    local status = post(client, "renew", lease.number)
    if status == 200 then
      lease.lasts:store(asked + LEASE)
    elseif status == 410 then
      if bug == "loss told to nobody" then
        lease.lost:send(true)
      else
        lease.lost:close()
      end
      return
    end
  end
end

-- One turn with the lock.
local turn = func(function(client, ledger, number, asked, bug)
  local lease = { number = number, stop = chan(0, "stop"),
    lost = chan(0, "lost"), lasts = sync.atomic(asked + LEASE, "lasts") }
  go("renewer", keep_renewing, client, lease, bug)
  defer(post, client, "release", number)
  defer(lease.stop, "close")
  if not enter(ledger, number, "begin", lease.lasts:load()) then return end
  if select{ recv(lease.lost, "lost"), recv(time.after(WORK)) } == "lost" then
    return
  end
  enter(ledger, number, "end", lease.lasts:load())
end)

local function worker(ledger, bug)
  local client, turns = http.client{ timeout = "1s" }, 0
  while turns < TURNS and time.now() < time.minute do
    local asked = time.now()
    local status, text = post(client, "acquire")
    if status == 200 then
      turn(client, ledger, tonumber(text), asked, bug)
      turns = turns + 1
    end
    time.sleep("500ms")
  end
  client:close_idle_connections()
end

local function main(bug)
  local srv, ledger = serve(bug), new_ledger(bug)
  local workers = sync.waitgroup("workers")
  for i = 1, WORKERS do
    workers:add(1)
    go("worker" .. i, func(function()
      defer(workers, "done")
      worker(ledger, bug)
    end))
  end
  workers:wait()
  check.always(srv:shutdown() == nil, "shut down")
end

-- ---- what goes wrong ----

local function plan()
  return {
    { fault = "pause", goroutine = "worker?", p = 0.02, max = 2,
      by = { "1s", "6s" } },
    { fault = "pause", goroutine = "renewer", p = 0.02, max = 2,
      by = { "1s", "5s" } },
    { fault = "partition", conn = "lock:80", p = 0.02, max = 3 },
    { fault = "io_delay", conn = "lock:80", p = 0.02, max = 2,
      by = { "100ms", "2s" } },
    { fault = "loss", conn = "lock:80", p = 0.02, max = 2 },
    { fault = "clock_jump", p = 0.01, max = 1, by = { "-10s", "10s" } },
  }
end

local bugs = {
  { "number not looked at", { assertion = "turns never mix" } },
  { "released unseen", { assertion = "nobody whose lease lasts" } },
  { "wall clock", { assertion = "nobody whose lease lasts" } },
  { "loss told to nobody", { leak = { name = "renewer" } } },
}

scenario{ name = "good", main = function() main() end, chaos = plan() }
for _, b in ipairs(bugs) do
  scenario{ name = "bad: " .. b[1], main = function() main(b[1]) end,
    chaos = plan(), expect = sometimes(b[2]) }
end
