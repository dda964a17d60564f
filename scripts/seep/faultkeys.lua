-- faultkeys.lua - what the keys of a fault may be, and the short form.
--
-- A reader is called with a value, its key and the fault; it gives what the
-- value comes to, or says what is wrong with it, in one line, by
-- error(text, 0).
local lib = ...

local callable, names = lib.calls.callable, lib.args.names
local type, tostring, tonumber, pairs = type, tostring, tonumber, pairs
local error, rawget = error, rawget
local find, match, gmatch, gsub = string.find, string.match, string.gmatch,
  string.gsub
local format = string.format
local floor, huge = math.floor, math.huge
local parse_duration = lib.parse_duration

local faults = lib.chaos_faults()

local function got(v)
  if type(v) == "boolean" then return tostring(v) end
  return type(v) == "string" and format("%q", v) or lib.args.got(v)
end

-- ---- what values may be: each gives what it comes to, or fails ----

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

local plain = lib.args.readers(wrong)
local yes_or_no = plain.boolean

local function text(v, key)
  plain.string(v, key)
  if #v > 100 then error(key .. " is longer than 100 characters", 0) end
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

-- From the nth on, if it is to fire more than once, or maybe.
local function begin_at(t, nth)
  t.nth = nth
  if t.p or (t.max or 1) > 1 then t.every = 1 end
end

-- A list: each but the first begins when the one before has fired its number
-- of times. "3*off" lets three points pass.
local function parse_short(s)
  local list, passed = {}, 0
  for part in gmatch(s .. "->", "(.-)%->") do
    local t = parse_short_one(match(part, "^%s*(.-)%s*$"))
    if t.fault == "off" then
      passed = passed + (t.max or 0)
    else
      local nth = passed + (t.nth or passed > 0 and 1 or 0)
      if nth > 0 then begin_at(t, nth) end
      list[#list + 1], passed = t, 0
    end
  end
  for i = 1, #list - 1 do list[i].max = list[i].max or 1 end
  if #list == 0 then error("\"" .. s .. "\" names no fault", 0) end
  return list
end

return { faults = faults, names = names, got = got, is_whole = is_whole,
  whole = whole, duration = duration, text = text, yes_or_no = yes_or_no,
  a_function = a_function, KEYS = KEYS, ARGS = ARGS,
  parse_short = parse_short }
