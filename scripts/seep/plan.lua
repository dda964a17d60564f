-- plan.lua - plans of faults: read and checked.
--
-- DESIGN. A plan is a table of faults with selectors. `compile` checks all of
-- it, once, when it is read, and makes flat tables of it that C arms
-- (bindings/lua/chaos.c) when a run begins; what each fault takes and where it
-- fits is said by one table in C (chaos/fault.h). An error names the plan's
-- line: that of the fault for a file, else that of the call it stands in.
local lib = ...

local keys = lib.load_part("faultkeys")
local faults, names, got, is_whole = keys.faults, keys.names, keys.got,
  keys.is_whole
local KEYS, ARGS, parse_short = keys.KEYS, keys.ARGS, keys.parse_short
local type, tostring, pairs, next = type, tostring, pairs, next
local error, rawget, setmetatable = error, rawget, setmetatable
local setfenv, getfenv = setfenv, getfenv
local find, match, gmatch, gsub = string.find, string.match, string.gmatch,
  string.gsub
local format, sub, byte, concat = string.format, string.sub, string.byte,
  table.concat
local huge, show_duration = math.huge, lib.format_duration

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
  elseif allowed and f.guard == "lossy" then
    return f.where
  end
  return list[1] and concat(list, " ") or f.usual
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
  seed = keys.whole(0), hypothesis = keys.a_function, unsound = keys.yes_or_no,
  until_ = keys.duration, name = keys.text, sweep = keys.yes_or_no, recovery = keys.duration,
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
  if type(t) == "string" or type(t) == "table" and t.fault ~= nil then
    t = { t } -- one fault
  end
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
      local from, to = find(source, "^return%s*{", i)
      if not from then from, to = find(source, "^chaos%s*=%s*{", i) end
      begun = from ~= nil and not find(sub(source, i - 1, i - 1), "[%w_]")
      if begun then after = to end
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

-- A file returns its plan, or sets it: chaos = { ... }.
local function compile_file(chunk, path, source)
  local env = setmetatable({}, { __index = getfenv(chunk) })
  local t = setfenv(chunk, env)()
  if t == nil then t = rawget(env, "chaos") end
  local lines = entry_lines(source, path)
  if type(t) ~= "table" or #lines ~= #t then lines = nil end
  return compile(t, path .. ":1", lines)
end

return { keys = keys, PLAN = PLAN, compile = compile,
  compile_entry = compile_entry,
  compile_file = compile_file, with_line = with_line }
