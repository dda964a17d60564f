-- chaos.lua - plans of faults: read, checked, armed.
--
-- DESIGN. A plan is a table of faults with selectors. `compile` checks all of
-- it, once, when it is read, and makes flat tables of it that `arm` hands to C
-- (bindings/lua/chaos.c) when a run begins; what each fault takes and where it
-- fits is said by one table in C (chaos/fault.h). An error names the plan's
-- line: that of the fault for a file, else that of the call it stands in.
local lib = ...

local fail, kind, callable = lib.fail, lib.kind, lib.calls.callable
local type, tostring, tonumber, pairs = type, tostring, tonumber, pairs
local error, setmetatable, rawget = error, setmetatable, rawget
local loadstring, setfenv = loadstring, setfenv
local find, match, gmatch, gsub = string.find, string.match, string.gmatch,
  string.gsub
local format, sub, byte = string.format, string.sub, string.byte
local concat, sort, floor, huge = table.concat, table.sort, math.floor,
  math.huge
local parse_duration, show_duration = lib.parse_duration, lib.format_duration

local faults = lib.chaos_faults()

local function names(t)
  local list = {}
  for k in pairs(t) do list[#list + 1] = tostring(k) end
  sort(list)
  return concat(list, ", ")
end

local function got(v)
  if type(v) == "boolean" then return tostring(v) end
  return type(v) == "string" and format("%q", v) or lib.args.got(v)
end

-- ---- what values may be: each gives what it comes to, or fails ----

-- A reader says what is wrong, in one line, by error(text, 0).
local function wrong(key, wanted, v)
  error(key .. " must be " .. wanted .. ", got " .. got(v), 0)
end

local function is_whole(v, least)
  return type(v) == "number" and v == floor(v) and v >= least and v < 2 ^ 53
end

local function whole(least)
  return function(v, key)
    if not is_whole(v, least) then
      wrong(key, "a whole number from " .. least .. " on", v)
    end
    return v
  end
end

local function duration(v, key, may_be_negative)
  if type(v) ~= "number" and type(v) ~= "string" then
    wrong(key, "a duration such as \"5ms\"", v)
  end
  local ok, d = lib.calls.pcall(parse_duration, v)
  if not ok or d ~= d then
    wrong(key, "a duration such as \"5ms\"", v)
  elseif d < 0 and not may_be_negative then
    error(key .. " cannot be negative, got " .. got(v), 0)
  end
  return d
end

-- One, or { least, most }.
local function span(v, key, t)
  local negative = t.fault == "clock_jump"
  if type(v) ~= "table" then
    local d = duration(v, key, negative)
    return { d, d }
  elseif #v ~= 2 then
    wrong(key, "a duration or two, { least, most }", v)
  end
  local least = duration(v[1], key .. "[1]", negative)
  local most = duration(v[2], key .. "[2]", negative)
  if least > most then
    error(key .. ": the least comes first, then the most", 0)
  end
  return { least, most }
end

local function pattern(v, key)
  if type(v) ~= "string" or v == "" then
    wrong(key, "a name or a pattern with * and ?", v)
  end
  return v
end

local function text(v, key)
  if type(v) ~= "string" then wrong(key, "a string", v) end
  if #v > 100 then error(key .. " is longer than 100 characters", 0) end
  return v
end

local function yes_or_no(v, key)
  if type(v) ~= "boolean" then wrong(key, "true or false", v) end
  return v
end

local function a_function(v, key)
  if not callable(v) then wrong(key, "a function", v) end
  return v
end

local function share(v, key)
  if type(v) ~= "number" or not (v > 0 and v <= 1) then
    wrong(key, "a probability, above 0 and at most 1", v)
  end
  return v
end

local function factor(v, key, t)
  local least = t.fault == "slow" and 1 or 0
  if type(v) ~= "number" or not (v > least and v < huge) then
    wrong(key, "a number above " .. least, v)
  end
  return v
end

-- One number or a rising list of them.
local function counts(v, key)
  local list = type(v) == "table" and v or { v }
  if #list < 1 or #list > 8 then
    wrong(key, "a number or a list of up to 8", v)
  end
  for i = 1, #list do
    if not is_whole(list[i], 1) then
      wrong(key, "a whole number from 1 on", list[i])
    elseif i > 1 and list[i] <= list[i - 1] then
      error(key .. ": the numbers of a list rise", 0)
    end
  end
  return list
end

-- A name or a pattern, or the thing itself.
local function thing(v, key)
  if type(v) == "string" then return pattern(v, key) end
  local _, id = lib.chaos_id(v)
  if not id then
    wrong(key, "a name, a pattern, or the object itself", v)
  end
  return id
end

local WAYS = { there = true, back = true, both = true }
local function way(v, key)
  if not WAYS[v] then wrong(key, "\"there\", \"back\" or \"both\"", v) end
  return v
end

-- Operations, as "chan.send", "chan" or "mutex.*", or a list of such.
local function places(v, key)
  local list = type(v) == "table" and v or { v }
  if #list == 0 then
    wrong(key, "an operation such as \"chan.send\", or a list of them", v)
  end
  for i = 1, #list do pattern(list[i], key) end
  return list
end

-- The keys of a fault, in the order in which reports tell them.
local KEYS = {
  at = places, goroutine = thing, object = thing, site = pattern,
  context = thing, p = share, nth = counts, every = whole(1),
  max = whole(1), after = duration, for_ = duration, until_ = duration,
  when = a_function, once = yes_or_no, keep = whole(1), lossy = yes_or_no,
  unsound = yes_or_no, by = span, steps = whole(1), count = whole(1),
  factor = factor, text = text, way = way, conn = pattern, fault = true,
  deferred = yes_or_no,
}
local ARGS = { by = true, steps = true, count = true, factor = true,
  text = true, context = true, way = true, deferred = true }

-- ---- the short form: [p%][n*]fault(arg)[@nth][->next] ----

-- What stands in the brackets: the fault's first argument that it can be.
local function set_short_arg(t, word)
  local args = " " .. gsub(faults[t.fault].args, "!", "") .. " "
  local function takes(key)
    return find(args, " " .. key .. " ", 1, true)
  end
  local least, most = match(word, "^(.-)%.%.(.+)$")
  if takes("by") and least then
    t.by = { least, most }
  elseif takes("by") and find(word, "^[%d.]+%a") then
    t.by = word
  elseif takes("factor") and tonumber(word) then
    t.factor = tonumber(word)
  elseif takes("steps") and tonumber(word) then
    t.steps = tonumber(word)
  elseif takes("count") and tonumber(word) then
    t.count = tonumber(word)
  elseif takes("text") then
    t.text = word
  else
    error("the fault \"" .. t.fault .. "\" takes no argument (" .. word
      .. ")", 0)
  end
end

local function parse_short_one(s)
  local t, rest = {}, s
  local p, behind = match(rest, "^([%d.]+)%%(.*)$")
  if p then t.p, rest = (tonumber(p) or 0) / 100, behind end
  local n
  n, behind = match(rest, "^(%d+)%*(.*)$")
  if n then t.max, rest = tonumber(n), behind end
  local name, tail = match(rest, "^([%a_]+)(.*)$")
  if not name then
    error("\"" .. s .. "\" is no fault: [p%][n*]fault(arg)[@nth][->next]", 0)
  elseif not faults[name] and name ~= "off" then
    error("there is no fault \"" .. name .. "\" (there are: "
      .. names(faults) .. ")", 0)
  end
  t.fault = name
  local arg, more = match(tail, "^%((.-)%)(.*)$")
  if arg then
    if arg ~= "" then set_short_arg(t, arg) end
    tail = more
  end
  local nth, last = match(tail, "^@(%d+)(.*)$")
  if nth then t.nth, tail = tonumber(nth), last end
  if tail ~= "" then
    error("\"" .. s .. "\": what does \"" .. tail .. "\" mean?", 0)
  end
  return t
end

-- A list: each but the first begins when the one before has fired its number
-- of times.
local function parse_short(s)
  local list = {}
  for part in gmatch(s .. "->", "(.-)%->") do
    part = match(part, "^%s*(.-)%s*$")
    if part ~= "off" then list[#list + 1] = parse_short_one(part) end
  end
  for i = 1, #list - 1 do list[i].max = list[i].max or 1 end
  if #list == 0 then error("\"" .. s .. "\" names no fault", 0) end
  return list
end

-- ---- one fault ----

local function is_short(s)
  return not faults[s] and find(s, "[^%a_]") ~= nil
end

-- What is written, with a short form written out: a list of tables.
local function write_out(t)
  if type(t) == "string" then t = { t } end
  if type(t) ~= "table" then
    error("a fault is a table such as { fault = \"delay\", ... }, got "
      .. got(t), 0)
  end
  local first = rawget(t, 1)
  local form = first ~= nil and first or t.fault
  if type(form) ~= "string" or not (first or is_short(form)) then
    return { t }
  end
  local list = parse_short(form)
  for i = 1, #list do
    for k, v in pairs(t) do
      if k ~= 1 and k ~= "fault" then
        if list[i][k] ~= nil then
          error("both \"" .. form .. "\" and " .. tostring(k)
            .. " say the same", 0)
        end
        list[i][k] = v
      end
    end
  end
  return list
end

local function check_keys(t)
  for k in pairs(t) do
    if not KEYS[k] then
      error("unknown key \"" .. tostring(k) .. "\" (known: " .. names(KEYS)
        .. ")", 0)
    end
  end
end

local function check_fault(t)
  if type(t.fault) ~= "string" then
    error("which fault? fault = one of " .. names(faults), 0)
  elseif not faults[t.fault] then
    error("there is no fault \"" .. t.fault .. "\" (there are: "
      .. names(faults) .. ")", 0)
  end
  return faults[t.fault]
end

-- Its arguments are those that it takes, and the ones it needs are there.
local function check_args(t, f)
  local takes = {}
  for word in gmatch(f.args, "%S+") do
    local key = gsub(word, "!", "")
    takes[key] = true
    if key ~= word and t[key] == nil then
      error("the fault \"" .. t.fault .. "\" needs " .. key, 0)
    end
  end
  for key in pairs(ARGS) do
    if t[key] ~= nil and not takes[key] then
      error("the fault \"" .. t.fault .. "\" takes no " .. key .. " (it takes: "
        .. (next(takes) and names(takes) or "nothing") .. ")", 0)
    end
  end
end

-- Where it is when the plan does not say: with conn, at connections; what is
-- allowed to meet channels does so, too.
local function usual_places(t, f, allowed)
  local list = {}
  if t.conn then
    gsub(find(f.usual, "conn.", 1, true) and f.usual or f.where,
      "conn%.%a+", function(word) list[#list + 1] = word end)
  else
    list[1] = allowed and f.guard == "lossy" and f.where or f.usual
  end
  return concat(list, " ")
end

-- Connections lose things, as everybody knows.
local function is_on_connections(words)
  for word in gmatch(words, "%S+") do
    if not find(word, "^conn") then return false end
  end
  return true
end

local function check_guard(t, f, plan)
  local unsound = t.unsound or plan.unsound
  local allowed = t.lossy or unsound
  if not unsound and (f.guard == "unsound" or t.deferred == false) then
    error("Go cannot do \"" .. t.fault .. "\""
      .. (t.deferred == false and " without deferred calls" or "")
      .. ": it needs unsound = true, of the fault or the plan", 0)
  end
  t.at = t.at or { usual_places(t, f, allowed) }
  if f.guard == "lossy" and not allowed
      and not is_on_connections(concat(t.at, " ")) then
    error("a channel of Go's does not \"" .. t.fault .. "\": say lossy = true "
      .. "to meet channels that are made lossy, or unsound = true for all", 0)
  end
end

local function check_places(t, f)
  local words = t.at
  for i = 1, #words do
    local there, fits = lib.chaos_fits(words[i], t.fault)
    if not there then
      error("at: nothing is called \"" .. words[i] .. "\"", 0)
    elseif not fits then
      error("the fault \"" .. t.fault .. "\" cannot be at \"" .. words[i]
        .. "\" (it can at: " .. (f.where == "*" and "any operation" or f.where)
        .. ")", 0)
    end
  end
  return concat(words, " ")
end

local function check_window(t)
  if t.for_ and t.until_ then
    error("a window has an end: for_ or until_, not both", 0)
  end
  local from = t.after or 0
  local to = t.until_ or t.for_ and from + t.for_
  if to and to <= from then
    error("the window is empty: it ends at " .. show_duration(to)
      .. " and begins at " .. show_duration(from), 0)
  end
  return from, to
end

local function check_counts(t)
  if t.nth and #t.nth > 1 and t.every then
    error("every counts from one nth, not from a list", 0)
  end
  if t.max and t.nth and not t.every and t.max > #t.nth then
    error("max = " .. t.max .. " can never be: nth names " .. #t.nth, 0)
  end
end

local function check_own(t, f)
  if t.fault == "pause" and t.by and t.steps then
    error("pause takes by or steps, not both", 0)
  elseif t.fault == "slow" and not t.by and not t.factor then
    error("the fault \"slow\" needs factor, or by for a receive", 0)
  elseif t.fault == "cancel" and t.context and t.at == nil then
    error("a context to cancel from elsewhere: say at which operation (at)", 0)
  elseif t.conn and not find(f.where, "conn.", 1, true) then
    error("the fault \"" .. t.fault .. "\" is not one of connections", 0)
  elseif t.keep and not t.goroutine then
    error("keep counts goroutines: name them (goroutine = ...)", 0)
  end
end

-- ---- in words ----

local function show_span(v)
  if v[1] == v[2] then return show_duration(v[1]) end
  return show_duration(v[1]) .. ".." .. show_duration(v[2])
end

local function show_what(t)
  local parts = { t.fault }
  if t.by then parts[#parts + 1] = show_span(t.by) end
  if t.steps then parts[#parts + 1] = t.steps .. " steps" end
  if t.count then parts[#parts + 1] = t.count .. " places" end
  if t.factor then parts[#parts + 1] = format("%gx", t.factor) end
  if t.deferred == false then
    parts[#parts + 1] = "without deferred calls"
  end
  return concat(parts, " ")
end

local function show_thing(v)
  return type(v) == "number" and "#" .. v or v
end

local function show_where(t)
  local parts = {}
  local function add(word, v)
    if v ~= nil and v ~= false then
      parts[#parts + 1] = v == true and word or word .. " " .. v
    end
  end
  add("at", t.at and concat(t.at, ", "))
  add("goroutine", show_thing(t.goroutine))
  add("object", show_thing(t.object))
  add("context", show_thing(t.context))
  add("conn", t.conn)
  add("way", t.way)
  add("site", t.site)
  add("p", t.p and format("%g", t.p))
  add("nth", t.nth and concat(t.nth, ", "))
  add("every", t.every)
  add("max", t.max)
  add("after", t.after and show_duration(t.after))
  add("for", t.for_ and show_duration(t.for_))
  add("until", t.until_ and show_duration(t.until_))
  add("when", t.when ~= nil and "(function)" or nil)
  add("once", t.once)
  add("keep", t.keep)
  add("unsound", t.unsound)
  return concat(parts, ", ")
end

-- ---- compiling ----

local function by_name_or_id(into, key, v)
  into[key .. (type(v) == "number" and "_id" or "")] = v
end

-- A fault that is written out, as C takes it; `read` are its values.
local function flat(t, f, plan, line)
  local at = check_places(t, f)
  t.at = t.said_at
  local from, to = check_window(t)
  check_counts(t)
  check_own(t, f)
  local rule = {
    fault = t.fault, places = at, line = line, shown = show_what(t),
    chosen = show_where(t), least = t.by and t.by[1], most = t.by and t.by[2],
    steps = t.steps, count = t.count, factor = t.factor or
      t.fault == "slow" and not t.by and 10 or nil,
    text = t.text or t.fault == "partition" and (t.way or "both") or nil,
    conn = t.conn, site = t.site, once = t.once, bare = t.deferred == false,
    unsound = t.unsound or plan.unsound, from = from, ["until"] = to,
    p = t.p, nth = t.nth, every = t.every, max = t.max, keep = t.keep,
    when = t.when,
  }
  by_name_or_id(rule, "goroutine", t.goroutine)
  by_name_or_id(rule, "object", t.object)
  if type(t.context) == "number" then
    rule.context_id = t.context
  else
    rule.context = t.context
  end
  return rule
end

local function compile_one(t, plan, line)
  check_keys(t)
  local f = check_fault(t)
  check_args(t, f)
  local read = {}
  for k, v in pairs(t) do
    read[k] = KEYS[k] == true and v or KEYS[k](v, k, t)
  end
  if plan.until_ and not read.until_ and not read.for_ then
    read.until_ = plan.until_
  end
  read.said_at = read.at
  check_guard(read, f, plan)
  return flat(read, f, plan, line)
end

-- Appends the rules of one entry of a plan.
local function compile_entry(entry, plan, line, into)
  local list = write_out(entry)
  for i = 1, #list do
    local rule = compile_one(list[i], plan, line)
    rule.chained = i > 1
    into[#into + 1] = rule
  end
end

-- How likely a sweep fires at a point when nobody goes through all of them.
local SWEEP_P = 1 / 16

local PLAN = {
  seed = whole(0), hypothesis = a_function, unsound = yes_or_no,
  until_ = duration, name = text, sweep = yes_or_no, recovery = duration,
}

local function check_plan(plan)
  if plan.recovery and not plan.hypothesis then
    error("recovery is the time until the hypothesis holds again: there is "
      .. "none", 0)
  elseif plan.recovery and plan.recovery >= huge then
    error("recovery has to end", 0)
  end
end

local function read_plan(t)
  local plan = {}
  for k, v in pairs(t) do
    if PLAN[k] then
      plan[k] = PLAN[k](v, k)
    elseif not is_whole(k, 1) or k > #t then
      error("a plan has no key \"" .. tostring(k) .. "\" (it has: "
        .. names(PLAN) .. ", and faults)", 0)
    end
  end
  check_plan(plan)
  return plan
end

-- What a sweep leaves to the runs: at which of its points the fault fires.
local function check_sweep(plan)
  local rule = plan.rules[1]
  if #plan.rules ~= 1 then
    error("a sweep is of one fault, not of " .. #plan.rules, 0)
  elseif rule.nth or rule.every or rule.max or rule.p then
    error("a sweep fires at one point a run, each in turn: it takes no "
      .. (rule.nth and "nth" or rule.every and "every" or rule.max and "max"
      or "p"), 0)
  end
  rule.sweeps, rule.max, rule.p = true, 1, SWEEP_P
end

-- Runs f; its error, which has no position, is raised with one.
local function with_line(line, what, f, ...)
  local ok, result = lib.calls.pcall(f, ...)
  if ok then return result end
  local _, _, plain = find(tostring(result), "^seep:[%w_]+:%d+: (.*)$")
  error(line .. ": " .. what .. (plain or tostring(result)), 0)
end

-- The plan t, checked; `line` says where it stands, lines[i] where its i-th
-- fault does.
local function compile(t, line, lines)
  if type(t) ~= "table" then
    error(line .. ": chaos: a plan is a table of faults, got " .. got(t), 0)
  end
  local plan = with_line(line, "chaos: ", read_plan, t)
  plan.line, plan.rules = line, {}
  for i = 1, #t do
    local at = lines and lines[i] or line
    local what = type(t[i]) == "table" and type(t[i].fault) == "string"
      and " (" .. t[i].fault .. ")" or ""
    with_line(at, "chaos: fault " .. i .. what .. ": ", compile_entry, t[i],
      plan, at, plan.rules)
  end
  if #t == 0 and not plan.hypothesis then
    error(line .. ": chaos: the plan is empty", 0)
  end
  if plan.sweep then with_line(line, "chaos.sweep: ", check_sweep, plan) end
  return plan
end

lib.chaos_compile = compile

-- ---- plan files ----

-- Skips what is no code, from i on: blanks, comments, strings. Gives where it
-- ended and how many lines that was.
local function skip(source, i)
  local from, to = find(source, "^%-%-%[(=*)%[", i)
  if not from then from, to = find(source, "^%[(=*)%[", i) end
  if from then
    local level = match(sub(source, from, to), "%[(=*)%[$")
    local _, last = find(source, "]" .. level .. "]", to, true)
    return (last or #source) + 1
  elseif find(source, "^%-%-", i) then
    return find(source, "\n", i, true) or #source + 1
  end
  local quote = match(source, "^[\"']", i)
  if quote then
    local at = i + 1
    while at <= #source and sub(source, at, at) ~= quote do
      at = at + (byte(source, at) == 92 and 2 or 1)
    end
    return at + 1
  end
  return i + 1
end

-- The lines on which the entries of the table that the file returns begin;
-- nothing when it is not written as one.
local function entry_lines(source, path)
  local lines, line, depth, i = {}, 1, 0, 1
  local begun, fresh = false, true
  while i <= #source do
    local c, after = sub(source, i, i), skip(source, i)
    if not begun then
      begun = find(source, "^return%s*{", i) ~= nil
        and not find(sub(source, i - 1, i - 1), "[%w_]")
      if begun then after = i + 6 end
    elseif c == "{" or c == "(" then
      if depth == 1 and fresh then
        lines[#lines + 1], fresh = path .. ":" .. line, false
      end
      depth = depth + 1
    elseif c == "}" or c == ")" then
      depth = depth - 1
    elseif depth == 1 and (c == "," or c == ";") then
      fresh = true
    elseif depth == 1 and fresh and find(c, "[\"']") then
      lines[#lines + 1], fresh = path .. ":" .. line, false
    elseif depth == 1 and find(c, "[%w_]") then
      fresh = false -- a key, or something that is computed
    end
    local _, n = gsub(sub(source, i, after - 1), "\n", "")
    line, i = line + n, after
  end
  return lines
end

local function compile_file(chunk, path, source)
  local t = chunk()
  local lines = entry_lines(source, path)
  if type(t) ~= "table" or #lines ~= #t then lines = nil end
  return compile(t, path .. ":1", lines)
end

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

lib.chaos_setup(arm, compile_file, end_context)

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
  with_line(line, "chaos.inject: ", function()
    compile_entry(t, {}, line, rules)
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
    if PLAN[k] then plan[k] = v else fault[k] = v end
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
