-- expect - the judge: verdict patterns, and whether a run matches one.
--
-- DESIGN. `always`, `sometimes`, `never` and `any` only mark what they are
-- given. `compile`, once a scenario, checks it and turns each pattern into a
-- list of alternatives (those of `any`, else one), each a list of conditions
-- {kind, want}; `matches`, once a run, goes through them. A kind is a row of
-- kinds.lua: which values it takes and when a run's result meets them. All that
-- may be wrong with a pattern is an error of `compile`.
local lib = ...

-- The string library is the script's too, which may change it.
local gsub, concat, sort = string.gsub, table.concat, table.sort

local taken, kinds, order = lib.taken, lib.kinds.of, lib.kinds.order
local fail, wrong, is_any = taken.fail, taken.wrong, taken.is_any
local check_keys, check_list = taken.check_keys, taken.check_list

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
