-- expect - the judge: verdict patterns, and whether a run matches one.
--
-- DESIGN. `always`, `sometimes`, `never` and `any` only mark what they are
-- given. `compile`, once a scenario, checks it and turns each pattern into a
-- list of alternatives (those of `any`, else one), each a list of conditions
-- {kind, want}; `matches`, once a run, goes through them. A kind is a row of
-- `kinds`: which values it takes and when a run's result meets them. All that
-- may be wrong with a pattern is an error of `compile`.
local lib = ...

-- The string library is the script's too, which may change it.
local find, match, sub, gsub = string.find, string.match, string.sub,
  string.gsub
local format, concat, sort = string.format, table.concat, table.sort
local floor, huge = math.floor, math.huge

---- errors of scripts

local function fail(message)
  lib.fail("expect: " .. message)
end

local function names(t)
  local list = {}
  for k in next, t do list[#list + 1] = k end
  sort(list)
  return concat(list, ", ")
end

local function key_text(k)
  if type(k) == "string" then return format("%q", k) end
  return type(k) == "number" and tostring(k) or "(a " .. type(k) .. ")"
end

-- Every key of t must be in `known`.
local function check_keys(t, known, path)
  for k in next, t do
    if not known[k] then
      fail(format("unknown key %s in %s (known: %s)", key_text(k), path,
        names(known)))
    end
  end
end

-- t has entries, and no other keys.
local function check_list(t, path)
  for k in next, t do
    if type(k) ~= "number" or k < 1 or k > #t then
      fail(path .. " is a list and cannot have the key " .. key_text(k))
    end
  end
end

local function wrong(path, wanted, v)
  fail(format("%s must be %s, got %s", path, wanted,
    type(v) == "boolean" and tostring(v) or type(v)))
end

local function is_whole(v)
  return type(v) == "number" and v >= 0 and v < huge and v == floor(v)
end

local function contains(text, part)
  return find(text or "", part, 1, true) ~= nil
end

---- values that kinds and fields take: each returns what it will compare

local function is_any(v)
  return v == true or type(v) == "table" and next(v) == nil
end

local function take_flag(v, path)
  if not is_any(v) then
    wrong(path, "true (use never{...} for the opposite)", v)
  end
  return true
end

local function take_text(v, path)
  if is_any(v) then return true end
  if type(v) ~= "string" then wrong(path, "true or a text", v) end
  return v
end

local function take_string(v, path)
  if type(v) ~= "string" then wrong(path, "a string", v) end
  return v
end

local function take_boolean(v, path)
  if type(v) ~= "boolean" then wrong(path, "true or false", v) end
  return v
end

local function take_whole(v, path)
  if not is_whole(v) then wrong(path, "a whole number", v) end
  return v
end

local bounds = { min = true, max = true }

-- A number, or limits.
local function take_count(v, path)
  if is_whole(v) then return { min = v, max = v } end
  if type(v) ~= "table" or next(v) == nil then
    wrong(path, "a whole number or { min = n, max = m }", v)
  end
  check_keys(v, bounds, path)
  for k, n in next, v do take_whole(n, path .. "." .. k) end
  return { min = v.min or 0, max = v.max or huge }
end

-- A line, or "file:line", or a part of a file's name.
local function take_place(v, path)
  if is_whole(v) then return { file = "", line = v } end
  if type(v) ~= "string" then
    wrong(path, "a line or a string such as \"file.lua:12\"", v)
  end
  local file, line = match(v, "^(.*):(%d+)$")
  if not file then file, line = "", match(v, "^%d+$") end
  if not line then return { file = v } end
  return { file = file, line = tonumber(line) }
end

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
local function is_deadlock(result, want)
  local partial = result.partial or result.verdict == "partial-deadlock"
  if want.partial == true then return partial end
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

---- showing patterns to people

local show

-- Entries of a list first.
local function by_kind(a, b)
  if type(a) == type(b) then return a < b end
  return type(a) == "number"
end

local function show_fields(t)
  local keys, parts = {}, {}
  for k in next, t do keys[#keys + 1] = k end
  sort(keys, by_kind)
  for i, k in ipairs(keys) do
    local text = show(t[k])
    parts[i] = type(k) == "number" and text or k .. " = " .. text
  end
  return "{ " .. concat(parts, ", ") .. " }"
end

function show(v)
  if type(v) == "table" then return show_fields(v) end
  return (gsub(tostring(v), "%c", " "))
end

-- leak { count = 2, wait = chan send } and panic = some text
local function show_pattern(p)
  local parts = {}
  for _, kind in ipairs(order) do
    local v = p[kind]
    if v ~= nil then
      local link = type(v) == "table" and " " or " = "
      parts[#parts + 1] = is_any(v) and kind or kind .. link .. show(v)
    end
  end
  return concat(parts, " and ")
end

---- marks: what always and its like return

local QUANTIFIER, PATTERN, ANY = {}, {}, {}

local function marked(v, key)
  return type(v) == "table" and rawget(v, key) or nil
end

local function mark(t, name)
  return setmetatable(t, {
    __metatable = false,
    __tostring = function() return name end,
    __newindex = function() fail("a quantifier cannot be changed") end,
  })
end

local function quantifier(name)
  return function(pattern)
    return mark({ [QUANTIFIER] = name, [PATTERN] = pattern }, name)
  end
end

local function any(patterns)
  return mark({ [ANY] = { patterns } }, "any")
end

---- compiling

local example = " such as { leak = true }"

local function compile_one(p, path)
  if type(p) ~= "table" then
    wrong(path, "a verdict pattern" .. example, p)
  end
  if marked(p, QUANTIFIER) then
    fail(path .. ": a quantifier cannot stand inside another")
  end
  if next(p) == nil then
    fail(path .. " is empty: it needs a verdict pattern" .. example)
  end
  if p[1] ~= nil then
    fail(path .. " takes one pattern; write any{ p, q } where one of several"
      .. " suffices, or a list of quantifiers that must all hold")
  end
  check_keys(p, kinds, path)
  local conditions = {}
  for _, kind in ipairs(order) do
    if p[kind] ~= nil then
      local want = kinds[kind].take(p[kind], path .. "." .. kind)
      conditions[#conditions + 1] = { kind = kind, want = want }
    end
  end
  return conditions
end

local compile_into

local function compile_any(list, path, into, texts)
  if type(list) ~= "table" or list[1] == nil then
    fail(path .. " takes a list of patterns, any{ p, q }")
  end
  check_list(list, path)
  for i = 1, #list do
    compile_into(list[i], path .. "[" .. i .. "]", into, texts)
  end
end

-- Appends the alternatives of p to `into`, and their texts.
function compile_into(p, path, into, texts)
  local some = marked(p, ANY)
  if some then return compile_any(some[1], path .. ".any", into, texts) end
  into[#into + 1] = compile_one(p, path)
  texts[#texts + 1] = show_pattern(p)
end

-- Is it a pass that is asked for, whatever else?
local function wants_pass(pattern)
  for _, conditions in ipairs(pattern) do
    if conditions[1].kind ~= "pass" then return false end
  end
  return true
end

local function compile_quantifier(q)
  local name, pattern, texts = q[QUANTIFIER], {}, {}
  compile_into(q[PATTERN], name, pattern, texts)
  return {
    quantifier = name, pattern = pattern, text = concat(texts, " or "),
    pass = wants_pass(pattern),
  }
end

local function check_entry(v, path)
  if marked(v, QUANTIFIER) then return end
  if type(v) ~= "table" then
    wrong(path, "a quantifier (always{...}, sometimes{...}, never{...})", v)
  elseif next(v) == nil then
    fail(path .. " is empty: it needs a quantifier, always{...}, "
      .. "sometimes{...} or never{...}")
  end
  fail(path .. " needs a quantifier in front of its pattern: always, "
    .. "sometimes or never")
end

-- The quantifiers of a scenario's expect, which all must hold.
local function compile(expect)
  if expect == nil then expect = quantifier("always"){ pass = true } end
  if type(expect) ~= "table" or expect[1] == nil then
    check_entry(expect, "the value")
    return { compile_quantifier(expect) }
  end
  local list = {}
  check_list(expect, "the value")
  for i = 1, #expect do
    check_entry(expect[i], "entry " .. i)
    list[i] = compile_quantifier(expect[i])
  end
  return list
end

---- judging

-- Does a run with this result match a compiled pattern?
local function matches(pattern, result)
  for _, conditions in ipairs(pattern) do
    local met = true
    for _, c in ipairs(conditions) do
      met = met and kinds[c.kind].meets(result, c.want)
    end
    if met then return true end
  end
  return false
end

-- Must a run be watched, so that its causes are known?
local function asks_for_cause(want)
  return want.cause or
    want.predicted and (want.name or want.at or want.count)
end

-- What a pattern asks for that not every run knows: causes; a deadlock, which
-- may be partial; one that is; one that is only foreseen.
local function needs(pattern)
  local cause, deadlock, partial, predicted = false, false, false, false
  for _, conditions in ipairs(pattern) do
    for _, c in ipairs(conditions) do
      local takes = c.kind == "deadlock" or c.kind == "leak"
      for _, want in ipairs(takes and c.want or {}) do
        cause = cause or asks_for_cause(want)
        predicted = predicted or want.predicted
        if c.kind == "deadlock" and not want.predicted then
          deadlock = deadlock or want.partial ~= false
          partial = partial or want.partial
        end
      end
    end
  end
  return cause, deadlock, partial, predicted
end

return {
  always = quantifier("always"),
  sometimes = quantifier("sometimes"),
  never = quantifier("never"),
  any = any,
  compile = compile,
  matches = matches,
  needs = needs,
}
