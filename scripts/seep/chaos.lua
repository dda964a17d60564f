-- chaos.lua - faults for scripts: plans armed when a run begins, and faults
-- injected while it runs. What a plan may be: plan.lua.
local lib = ...

local plans = lib.load_part("plans")
local keys = plans.keys
local faults, got = keys.faults, keys.got
local type, pairs, setmetatable = type, pairs, setmetatable
local loadstring, setfenv = loadstring, setfenv
local parse_duration = lib.parse_duration

lib.chaos_compile = plans.compile

-- ---- arming ----

local function arm_rules(rules, planned)
  local numbers = {}
  for i = 1, #rules do
    local rule = rules[i]
    rule.planned = planned
    rule.follows = rule.chained and numbers[i - 1] or nil
    numbers[i] = lib.chaos_arm(rule)
  end
  return numbers
end

local function arm(plan)
  lib.chaos_plan(plan.seed, plan.hypothesis, plan.recovery)
  arm_rules(plan.rules, true)
end

local function end_context(ctx, cause)
  lib.end_context(ctx, lib.errors.new(cause))
end

lib.chaos_setup(arm, plans.compile_file, end_context)

-- ---- for scripts ----

local chaos = {}

local Handle = lib.sealed{ __metatable = "fault" }
Handle.__index = Handle
local numbers_of = setmetatable({}, { __mode = "k" })
local check = lib.args.handle("fault", "a fault", numbers_of)

local function each(handle, name, f)
  local sum = 0
  for _, number in pairs(check(handle, name)) do
    sum = sum + (f(number) or 0)
  end
  return sum
end

function Handle:__tostring()
  local r = lib.chaos_rule(check(self, "__tostring")[1])
  return "fault f" .. r.number .. " (" .. r.text .. ")"
end

-- Takes the fault back at once; whom it holds goes on.
function Handle:remove() each(self, "remove", lib.chaos_remove) end

-- Those that a pause holds go on: how many.
function Handle:release() return each(self, "release", lib.chaos_release) end

-- How many it holds now.
function Handle:held() return each(self, "held", lib.chaos_held) end

function Handle:hits()
  return each(self, "hits", function(n) return lib.chaos_rule(n).hits end)
end

-- Where it could have fired.
function Handle:points()
  return each(self, "points", function(n) return lib.chaos_rule(n).points end)
end

-- Waits until a pause holds somebody; false when that has not come about
-- within a virtual time.
function Handle:wait(within)
  check(self, "wait")
  local limit = lib.now() + parse_duration(within == nil and "1s" or within)
  local pause = 1
  while self:held() == 0 do
    local left = limit - lib.now()
    if left <= 0 then return false end
    lib.gosched()
    if self:held() > 0 then break end
    lib.time_sleep(pause < left and pause or left)
    pause = pause * 2
  end
  return true
end

-- Arms a fault from now on: windows count from here.
function chaos.inject(t)
  local line = lib.where(1)
  local rules = {}
  plans.with_line(line, "chaos.inject: ", function()
    plans.compile_entry(t, {}, line, rules)
  end)
  local handle = setmetatable({}, Handle)
  numbers_of[handle] = arm_rules(rules)
  return handle
end

-- A plan of the library, to be used as it is or with other faults beside it.
function chaos.plan(name)
  if type(name) ~= "string" then
    lib.fail("chaos.plan needs the name of a plan, got " .. got(name))
  end
  local source, path = lib.chaos_library(name)
  if not source then
    lib.fail("there is no plan \"" .. name .. "\" (there are: " .. path .. ")")
  end
  return setfenv(loadstring(source, "@" .. path), { chaos = chaos })()
end

-- A plan of one fault that is run at each of its points in turn. Without `at`
-- that is every operation; a cancel ends all contexts that there are.
function chaos.sweep(t)
  if type(t) == "string" then t = { fault = t } end
  if type(t) ~= "table" then
    lib.fail("chaos.sweep needs a fault, such as { fault = \"cancel\" }, got "
      .. got(t))
  end
  local fault, plan = {}, { sweep = true }
  for k, v in pairs(t) do
    if plans.PLAN[k] then plan[k] = v else fault[k] = v end
  end
  local f = faults[fault.fault]
  if f and not fault.at and f.where == "*" then
    fault.at = "*"
    if fault.fault == "cancel" then fault.context = fault.context or "*" end
  end
  plan[1] = fault
  return plan
end

function chaos.active() return lib.chaos_active() end

function chaos.log() return lib.chaos_log() end

-- [name] = what the fault does.
function chaos.faults()
  local t = {}
  for name, f in pairs(faults) do t[name] = f.help end
  return t
end

return chaos
