-- scenario.lua - scenario{...}, scenario.pair{...} and the check functions.
local lib = ...

local fail, type, tostring, pairs = lib.fail, type, tostring, pairs
local callable, setmetatable, ipairs = lib.calls.callable, setmetatable, ipairs

local KEYS = {
  name = "string", main = "function", explore = "table", chaos = "table",
  procs = "number", timeout = true, drain = true, storm = true, expect = true,
  livelock = "number",
}
local STORM = { goroutines = "number", blocked = "number", age = true }
local EXPLORE = {
  strategy = "string", depth = "number", runs = "number", seed = "number",
  time = "string", weak_memory = "boolean", schedule = "string",
}

local function list(keys)
  local names = {}
  for k in pairs(keys) do
    names[#names + 1] = k
  end
  table.sort(names)
  return table.concat(names, ", ")
end

local function check_keys(t, keys, what)
  for k, v in pairs(t) do
    local want = keys[k]
    if not want then
      fail(what .. " has no key '" .. tostring(k) .. "' (it has: " ..
        list(keys) .. ")")
    end
    if type(want) == "string" and type(v) ~= want and
       not (want == "function" and callable(v)) then
      fail(what .. ": " .. k .. " must be a " .. want .. ", got " ..
        lib.kind(v))
    end
  end
end

local function whole(n, what, least)
  if n ~= nil and (n ~= math.floor(n) or n < least or n > 2 ^ 53) then
    fail(what .. " must be a whole number from " .. least .. " on, got " ..
      tostring(n))
  end
  return n
end

local function check_strategy(name, depth)
  if not lib.has_strategy(name) then
    fail("explore.strategy: there is no strategy '" .. name ..
      "' (there are: " .. lib.strategies() .. ")")
  end
  whole(depth, "explore.depth", 1)
  if depth and not lib.has_strategy(name .. ":" .. depth) then
    fail(lib.has_strategy(name .. ":1") and
      "explore.depth is at most 1000, got " .. depth or
      "explore.depth goes with the strategies pct and delay, not " .. name)
  end
end

-- One run, which a schedule says: nothing else about the search goes with it.
local function check_schedule(e)
  local why = lib.check_schedule(e.schedule)
  if why then
    fail("explore.schedule: " .. why)
  end
  for k in pairs(e) do
    if k ~= "schedule" then
      fail("explore.schedule is one run, explore." .. k ..
        " does not go with it")
    end
  end
end

local function check_explore(e)
  check_keys(e, EXPLORE, "explore")
  if e.schedule then
    check_schedule(e)
  end
  whole(e.runs, "explore.runs", 1)
  whole(e.seed, "explore.seed", 0)
  check_strategy(e.strategy or "auto", e.depth)
  if e.time and e.time ~= "idle" and e.time ~= "free" then
    fail("explore.time is \"idle\" or \"free\", got " .. e.time)
  end
end

local function duration(d)
  return d ~= nil and lib.parse_duration(d) or nil
end

-- What a storm is more than; nil: the default, false: nothing is one.
local function check_storm(t)
  if t == nil or t == false then
    return t
  elseif type(t) ~= "table" then
    fail("scenario: storm must be a table of limits or false, got " ..
      tostring(t))
  end
  check_keys(t, STORM, "storm")
  whole(t.goroutines, "storm.goroutines", 0)
  local blocked = t.blocked
  if blocked and not (blocked >= 0 and blocked < 1) then
    fail("storm.blocked must be a share from 0 to below 1, got " .. blocked)
  end
  local age = duration(t.age)
  if age and age < 0 then
    fail("storm.age cannot be negative")
  end
  return { goroutines = t.goroutines, blocked = blocked, age = age }
end

-- A plan of faults, checked.
function lib.plan(t, line)
  lib.chaos = lib.chaos or lib.load_part("chaos")
  return lib.chaos_compile(t, line)
end

local function declare(s)
  if type(s) ~= "table" then
    fail("scenario needs a table, got " .. lib.kind(s))
  end
  check_keys(s, KEYS, "scenario")
  if not callable(s.main) then
    fail("scenario needs main = function() ... end")
  end
  if type(s.name) ~= "string" or s.name == "" then
    fail("scenario needs a name")
  end
  local plan = s.chaos and lib.plan(s.chaos, lib.where(1))
  check_explore(s.explore or {})
  whole(s.procs, "scenario: procs", 1)
  whole(s.livelock, "scenario: livelock", 10000)
  if s.procs and s.procs > 64 then
    fail("scenario: procs is at most 64, got " .. s.procs)
  end
  if not lib.loading() then
    fail("scenario can only be declared while the file is loaded")
  end
  local e = s.explore or {}
  local timeout, drain = duration(s.timeout), duration(s.drain)
  if timeout and timeout <= 0 then
    fail("scenario: timeout must be more than nothing")
  elseif drain and drain < 0 then
    fail("scenario: drain cannot be negative")
  end
  lib.declare{
    name = s.name, main = s.main, procs = s.procs, line = lib.where(1),
    timeout = timeout, drain = drain, storm = check_storm(s.storm),
    livelock = s.livelock,
    strategy = e.strategy, depth = e.depth, runs = e.runs, seed = e.seed,
    free_time = e.time == "free", weak_memory = e.weak_memory, chaos = plan,
    schedule = e.schedule,
    quantifiers = lib.judge.compile(s.expect),
  }
end

local function pair(s)
  if type(s) ~= "table" or not callable(s.main) then
    fail("scenario.pair needs main = function(fixed) ... end")
  end
  local main = s.main
  local function half(name, fixed, expect)
    local t = {}
    for k, v in pairs(s) do
      t[k] = v
    end
    t.name, t.expect = name, expect
    t.main = function()
      return main(fixed)
    end
    declare(t)
  end
  if type(s.name) ~= "string" then
    fail("scenario.pair needs a name")
  end
  half(s.name, false, s.expect)
  half(s.name .. " fixed", true, nil)
end

lib.scenario = setmetatable({ pair = pair }, {
  __call = function(_, s)
    return declare(s)
  end,
  __metatable = "scenario",
})

-- ---- checks ----

local check = {}

local function message(msg, default)
  return msg == nil and default or tostring(msg)
end

function check.always(cond, msg)
  if not cond then
    lib.failed("check.always: " .. message(msg, "the condition is false"))
  end
end

function check.unreachable(msg)
  lib.failed("check.unreachable: " .. message(msg, "reached"))
end

-- Of all runs together: at least one has to see cond hold.
function check.sometimes(cond, msg)
  lib.seen(lib.where(1) .. ": check.sometimes: " ..
    message(msg, "the condition"), cond and true or false)
end

function check.reachable(msg)
  lib.seen(lib.where(1) .. ": check.reachable: " .. message(msg, "this line"),
    true)
end

-- fn has to hold within a virtual time, however often it is asked.
function check.eventually(fn, within)
  if not callable(fn) then
    fail("check.eventually needs a function, got " .. lib.kind(fn))
  end
  local limit = lib.now() + lib.parse_duration(within)
  local pause = 1
  while not fn() do
    local left = limit - lib.now()
    if left <= 0 then
      lib.failed("check.eventually: not within " ..
        lib.format_duration(lib.parse_duration(within)))
    end
    lib.time_sleep(pause < left and pause or left)
    pause = pause * 2
  end
end

local function ignored(record, ignore)
  for _, pattern in ipairs(ignore or {}) do
    if record.name == pattern or record.created:find(pattern, 1, true) or
       record.at:find(pattern, 1, true) then
      return true
    end
  end
  return false
end

local function check_ignore(ignore)
  if ignore ~= nil and type(ignore) ~= "table" then
    fail("check.no_leaks: ignore must be a list of strings, got " ..
      lib.kind(ignore))
  end
  for _, pattern in pairs(ignore or {}) do
    if type(pattern) ~= "string" then
      fail("check.no_leaks: ignore must be a list of strings, it holds a " ..
        lib.kind(pattern))
    end
  end
end

-- As goleak's VerifyNone, without its retries: everybody who can run gets to
-- first.  What is alive beyond the caller and main is a leak.
function check.no_leaks(options)
  if options ~= nil and type(options) ~= "table" then
    fail("check.no_leaks takes a table of options, got " ..
      lib.kind(options))
  end
  for k in pairs(options or {}) do
    if k ~= "ignore" then
      fail("check.no_leaks has no option '" .. tostring(k) ..
        "' (it has: ignore)")
    end
  end
  check_ignore(options and options.ignore)
  while lib.num_runnable() > 0 do
    lib.gosched()
  end
  local leaks = {}
  for _, r in ipairs(lib.goroutines()) do
    if r.id ~= 1 and r.status ~= "running" and
       not ignored(r, options and options.ignore) then
      leaks[#leaks + 1] = ("goroutine %d%s [%s] at %s, created at %s"):format(
        r.id, r.name and r.name ~= "" and (" %q"):format(r.name) or "",
        r.status == "waiting" and r.wait_reason or r.status, r.at, r.created)
    end
  end
  if #leaks > 0 then
    lib.failed("check.no_leaks: found unexpected goroutines:\n\t" ..
      table.concat(leaks, "\n\t"))
  end
end

-- Certain leaks only: nobody who can run reaches what they wait for.
function check.no_proven_leaks()
  local stuck = {}
  for i, r in ipairs(lib.leaked()) do
    stuck[i] = ("goroutine %d [%s] at %s, created at %s"):format(
      r.id, r.wait_reason, r.at, r.created)
  end
  if #stuck > 0 then
    lib.failed("check.no_proven_leaks: nothing can wake\n\t" ..
      table.concat(stuck, "\n\t"))
  end
end

function check.goroutines(limits)
  if type(limits) ~= "table" then
    fail("check.goroutines needs { max = n }, got " .. lib.args.got(limits))
  end
  for k in pairs(limits) do
    if k ~= "max" then
      fail("check.goroutines has no option '" .. tostring(k) ..
        "' (it has: max)")
    end
  end
  local most = limits.max
  if type(most) ~= "number" or most ~= most then
    fail("check.goroutines: max must be a number, got " .. lib.args.got(most))
  end
  local n = lib.num_goroutine()
  if n > limits.max then
    lib.failed(("check.goroutines: %d goroutines, at most %d allowed"):format(
      n, limits.max))
  end
end

lib.check = check
return check
