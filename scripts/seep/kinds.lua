-- kinds - what can be said of a run: a row for each key of a verdict pattern.
-- `take` checks what a pattern has for it (taken.lua) and returns what will be
-- compared; `meets(result, want)`: does a run's result agree?
local lib = ...

local find, match, sub, format = string.find, string.match, string.sub,
  string.format

local taken = lib.taken
local fail, names, check_keys = taken.fail, taken.names, taken.check_keys
local check_list, wrong, contains = taken.check_list, taken.wrong,
  taken.contains
local take_flag, take_text, take_string = taken.take_flag, taken.take_text,
  taken.take_string
local take_boolean, take_whole = taken.take_boolean, taken.take_whole
local take_count, take_place = taken.take_count, taken.take_place

---- groups of stuck goroutines

local fields = {
  wait = take_string, cause = take_string, name = take_string,
  at = take_place, created = take_place, count = take_count,
  cycle = take_whole,
}

local deadlock_fields = { partial = take_boolean, predicted = take_boolean }
for k, take in next, fields do deadlock_fields[k] = take end

local race_fields = { name = take_string, at = take_place }
local resource_fields = {
  kind = take_string, name = take_string, at = take_place, count = take_count,
}

-- true, or a table of these fields.
local function take_fields(v, path, known)
  if v == true then return {} end
  if type(v) ~= "table" then
    wrong(path, "true or a table (of " .. names(known) .. ")", v)
  end
  check_keys(v, known, path)
  local want = {}
  for k, value in next, v do
    want[k] = known[k](value, path .. "." .. k)
  end
  return want
end

-- The same, or a list of such tables: always a list.
local function take_groups(v, path, known)
  if type(v) ~= "table" or v[1] == nil then
    return { take_fields(v, path, known) }
  end
  local want = {}
  check_list(v, path)
  for i = 1, #v do
    local at = path .. "[" .. i .. "]"
    if type(v[i]) ~= "table" then wrong(at, "a table", v[i]) end
    want[i] = take_fields(v[i], at, known)
  end
  return want
end

local function is_place(place, want)
  local file, line = match(place or "", "^(.*):(%d+)$")
  if not file then file = place end
  return contains(file, want.file)
    and (want.line == nil or tonumber(line) == want.line)
end

local function is_group(g, want)
  return (not want.partial or g.certain)
    and (not want.wait or contains(g.wait, want.wait))
    and (not want.cause or contains(g.cause, want.cause))
    and (not want.name or contains(g.name, want.name))
    and (not want.at or is_place(g.at, want.at))
    and (not want.created or is_place(g.created, want.created))
end

local function within(n, count)
  if not count then return n > 0 end
  return n >= count.min and n <= count.max
end

local function names_group(want)
  return want.wait or want.cause or want.name or want.at or want.created
    or want.count
end

local function has(list, value)
  for i = 1, #(list or {}) do
    if list[i] == value then return true end
  end
  return false
end

local function stuck(result, want)
  if want.cycle and not has(result.cycles, want.cycle) then return false end
  if not names_group(want) then return true end
  local n = 0
  for _, g in ipairs(result.stuck or {}) do
    if is_group(g, want) then n = n + (g.count or 1) end
  end
  return within(n, want.count)
end

local function all_stuck(result, list)
  for i = 1, #list do
    if not stuck(result, list[i]) then return false end
  end
  return true
end

---- texts

local ASLEEP = "all goroutines are asleep - deadlock!"
local NIL_DEREFERENCE = "invalid memory address or nil pointer dereference"
local NIL_PANIC = "runtime error: " .. NIL_DEREFERENCE

-- Lua's words for what is a nil dereference in Go.
local function is_nil_use(text)
  return find(text, "attempt to index [^\n]*a nil value")
    or find(text, "attempt to call [^\n]*a nil value")
end

local function says(text, want)
  return want == true or contains(text, want)
end

local function says_panic(text, want)
  if says(text, want) then return true end
  return is_nil_use(text or "")
    and (contains(NIL_PANIC, want) or contains(want, NIL_DEREFERENCE))
end

---- kinds

local function is_verdict(name)
  return function(result) return result.verdict == name end
end

local function says_verdict(name)
  return function(result, want)
    return result.verdict == name and says(result.text, want)
  end
end

local kinds = {}

kinds.pass = { take = take_flag, meets = function(result)
  return result.verdict == "pass" and not result.livelock
    and not result.partial and #(result.cycles or {}) == 0
    and #(result.races or {}) == 0 and #(result.resources or {}) == 0
    and not result.storm
end }

kinds.panic = { take = take_text, meets = function(result, want)
  return result.verdict == "panic" and says_panic(result.text, want)
end }

-- Go's deadlock is a fatal error, so its text is looked at too.
kinds.fatal = { take = take_text, meets = function(result, want)
  if result.verdict == "fatal" then return says(result.text, want) end
  if result.verdict ~= "deadlock" or want == true then return false end
  local text = result.text
  if text == nil or text == "" then text = ASLEEP end
  return contains(text, want)
end }

kinds.assertion = { take = take_text, meets = says_verdict("assertion") }

local stuck_only = { "wait", "created", "partial" }

local function take_deadlock(v, path)
  local list = take_groups(v, path, deadlock_fields)
  for _, want in ipairs(list) do
    for _, k in ipairs(stuck_only) do
      if want.predicted and want[k] ~= nil then
        fail(format("%s: a predicted deadlock has no field %q", path, k))
      end
    end
  end
  return list
end

-- What can happen in other runs, as this one shows: is no deadlock of its own.
local function is_predicted(p, want)
  if want.cycle and p.cycle ~= want.cycle or
     want.cause and not contains(p.cause, want.cause) then
    return false
  end
  for _, step in ipairs(p.steps) do
    if (not want.name or contains(step.name, want.name)) and
       (not want.at or is_place(step.at, want.at) or
        is_place(step.held_at, want.at)) then
      return true
    end
  end
  return false
end

local function predicted(result, want)
  local n = 0
  for _, p in ipairs(result.predicted or {}) do
    if is_predicted(p, want) then n = n + p.count end
  end
  return within(n, want.count)
end

-- What a run can have: both, when a partial deadlock was found on the way.
-- Locks waited for in a circle are a deadlock, though main has returned.
local function is_deadlock(result, want)
  local partial = result.partial or result.verdict == "partial-deadlock"
  if want.partial == true then return partial end
  if want.cycle and want.partial == nil and
     (result.verdict == "leak" or result.leak) then
    return true
  end
  return result.verdict == "deadlock" or (partial and want.partial == nil)
end

kinds.deadlock = { take = take_deadlock, meets = function(result, list)
  for i = 1, #list do
    local want = list[i]
    local met
    if want.predicted then
      met = predicted(result, want)
    else
      met = is_deadlock(result, want) and stuck(result, want)
    end
    if not met then return false end
  end
  return true
end }

local function take_leak(v, path)
  return take_groups(v, path, fields)
end

kinds.leak = { take = take_leak, meets = function(result, list)
  return (result.verdict == "leak" or result.leak == true)
    and all_stuck(result, list)
end }

local function take_race(v, path)
  return take_fields(v, path, race_fields)
end

local function is_or_of(label, name)
  return label == name or sub(label, 1, #name + 1) == name .. "."
end

-- "stock" names the race on stock, and on any field of it; "file.lua:12" one
-- on what was made there, in whatever folder the file is.
local function is_named(race, name)
  local label = race.name or ""
  if is_or_of(label, name) then return true end
  local i = match(name, ":%d") and find(label, "/" .. name, 1, true)
  return i and is_or_of(sub(label, i + 1), name)
end

-- A race is at either of its two accesses.
local function is_race(race, want)
  return (not want.name or is_named(race, want.name))
    and (not want.at or is_place(race.before, want.at)
      or is_place(race.after, want.at))
end

kinds.race = { take = take_race, meets = function(result, want)
  if next(want) == nil and result.verdict == "race" then return true end
  for _, race in ipairs(result.races or {}) do
    if is_race(race, want) then return true end
  end
  return false
end }

kinds.livelock = { take = take_flag, meets = function(result)
  return result.verdict == "livelock" or result.livelock == true
end }

local function take_resource(v, path)
  return take_fields(v, path, resource_fields)
end

local function is_resource(r, want)
  return (not want.kind or r.kind == want.kind)
    and (not want.name or contains(r.name, want.name))
    and (not want.at or is_place(r.at, want.at))
end

kinds.resource = { take = take_resource, meets = function(result, want)
  if next(want) == nil and result.verdict == "resource" then return true end
  local n = 0
  for _, r in ipairs(result.resources or {}) do
    if is_resource(r, want) then n = n + (r.count or 1) end
  end
  return within(n, want.count)
end }

kinds.storm = { take = take_flag, meets = function(result)
  return result.verdict == "storm" or result.storm == true
end }

-- Steps that are used up are none: who knows what came next?
kinds.limit = { take = take_text, meets = function(result, want)
  return result.limit ~= nil and says(result.limit, want)
end }

kinds.aborted = { take = take_text, meets = says_verdict("aborted") }
kinds.vacuous = { take = take_flag, meets = is_verdict("vacuous") }

-- The order in which a pattern is checked and shown.
local order = {
  "pass", "panic", "fatal", "assertion", "deadlock", "leak", "race",
  "livelock", "resource", "storm", "limit", "aborted",
  "vacuous",
}

return { of = kinds, order = order }
