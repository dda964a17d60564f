-- patterns.lua DOCUMENT SCRIPT... - prints the document, the rows of its tables
-- made anew from the scripts. A row is for the script whose name stands in its
-- first column; its other columns are what the head of that script calls the
-- shape, what its scenarios expect, and where it is repaired. Scripts without
-- a row and rows without a script are complained of, each in a line that
-- begins with "! ".

-- ---- what a script says of itself ----

local function read(path)
  local file = assert(io.open(path))
  local text = file:read("*a")
  file:close()
  return text
end

-- "-- id: the shape." and the lines it goes on for, without the full stop.
local function shape_of(id, text)
  local head = text:match("^%-%- " .. id:gsub("%-", "%%-") .. ":%s(.-)\n%-%-\n")
    or text:match("^%-%- " .. id:gsub("%-", "%%-") .. ", (.-)\n%-%-\n") or ""
  head = head:gsub("\n%-%-%s*", " ")
  return (head:gsub("%.$", ""))
end

local function quantifier(name)
  return function(p) return { quantifier = name, pattern = p } end
end

-- The scenarios a script declares; none of them is run.
local function scenarios_of(path, text)
  local list = {}
  local function declare(s, paired)
    list[#list + 1] = { expect = s.expect, paired = paired }
  end
  local env = setmetatable({
    scenario = setmetatable({ pair = function(s) declare(s, true) end },
      { __call = function(_, s) declare(s, false) end }),
    always = quantifier("always"), sometimes = quantifier("sometimes"),
    never = quantifier("never"), any = function(t) return { any = t } end,
  }, { __index = _G })
  setfenv(assert(loadstring(text, "@" .. path)), env)()
  return list
end

-- ---- expectations in words ----

local function code(text) return "`" .. text .. "`" end

-- "2 of `chan send`, no receiver left": what is stuck, and why.
local function group_text(g)
  local words = {}
  if g.wait then words[#words + 1] = code(g.wait) end
  if g.cause then words[#words + 1] = g.cause end
  local text = table.concat(words, ", ")
  local many = g.count and g.count ~= 1 and text ~= ""
  return many and g.count .. " × " .. text or text
end

local function list_of(groups)
  if groups == true then return {} end
  return groups[1] and groups or { groups }
end

local function some(groups, field)
  for _, g in ipairs(list_of(groups)) do
    if g[field] then return true end
  end
  return false
end

-- Of groups that say the wait, those that do not only add to them.
local function groups_text(name, groups)
  local texts, seen, waits = {}, {}, some(groups, "wait")
  for _, g in ipairs(list_of(groups)) do
    local text = group_text(g)
    if g.cycle then name = name .. ", cycle of " .. g.cycle end
    if text ~= "" and not seen[text] and (g.wait or not waits) then
      seen[text] = true
      texts[#texts + 1] = text
    end
  end
  return #texts > 0 and name .. " (" .. table.concat(texts, "; ") .. ")"
    or name
end

local function said(name)
  return function(v) return v == true and name or name .. " " .. code(v) end
end

local function plain(name)
  return function() return name end
end

local kinds = {
  { "panic", said("panic") },
  { "fatal", said("fatal error") },
  { "assertion", plain("failed check") },
  { "deadlock", function(v) return groups_text("deadlock", v) end },
  { "leak", function(v) return groups_text("leak", v) end },
  { "race", function(v)
    return v ~= true and v.name and "race on " .. code(v.name) or "race"
  end },
  { "livelock", plain("livelock") },
  { "resource", function(v)
    return "unclosed " .. (v ~= true and v.kind or "resource")
  end },
  { "storm", plain("storm") },
}

-- "" for pass.
local function pattern_text(p)
  local texts = {}
  for _, kind in ipairs(kinds) do
    local name, text = kind[1], kind[2]
    if p[name] and not (name == "fatal" and p.deadlock) then
      texts[#texts + 1] = text(p[name])
    end
  end
  return table.concat(texts, " and ")
end

local function quantifiers_of(expect)
  if not expect then return {} end
  return expect.quantifier and { expect } or expect
end

-- What the scenarios must come to, each once; "pass" when it is no more.
local function verdict_of(scenarios)
  local seen, texts = {}, {}
  for _, s in ipairs(scenarios) do
    for _, q in ipairs(quantifiers_of(s.expect)) do
      local text = q.pattern.any and "" or pattern_text(q.pattern)
      if q.quantifier == "sometimes" and text ~= "" then
        text = "sometimes " .. text
      end
      if q.quantifier ~= "never" and text ~= "" and not seen[text] then
        seen[text] = true
        texts[#texts + 1] = text
      end
    end
  end
  return #texts > 0 and table.concat(texts, "; ") or "pass"
end

-- What no expectation says of those who are stuck: "wait", "cause" or "at".
-- (Who spins does not wait, and its line is any of its loop.)
local function left_unsaid(expect)
  for _, q in ipairs(quantifiers_of(expect)) do
    local groups = q.pattern.leak or q.pattern.deadlock
    if groups and q.quantifier ~= "never" then
      for _, field in ipairs{ "wait", "cause", "at" } do
        if not some(groups, field) and not q.pattern.livelock then
          return field
        end
      end
    end
  end
end

-- Where a pass shows that the bug is gone.
local function repaired_in(id, scenarios, has_twin)
  if has_twin then return code(id .. "-fixed.lua") end
  for _, s in ipairs(scenarios) do
    if s.paired then return "the same, as pairs" end
  end
  if verdict_of(scenarios) == "pass" then return "" end
  for _, s in ipairs(scenarios) do
    if verdict_of{ s } == "pass" then return "the same" end
  end
  return "nowhere"
end

-- ---- the document ----

local function complain(...)
  print("! " .. string.format(...))
end

local document, paths, wanted = arg[1], {}, {}
for i = 2, #arg do
  local id = arg[i]:match("([^/]+)%.lua$")
  paths[id], wanted[#wanted + 1] = arg[i], id
end

local function row(id)
  local text = read(paths[id])
  local shape, scenarios = shape_of(id, text), scenarios_of(paths[id], text)
  if shape == "" then complain("%s: its head does not name it", paths[id]) end
  local repaired = repaired_in(id, scenarios, paths[id .. "-fixed"])
  if repaired == "nowhere" then complain("%s: nothing is repaired", paths[id]) end
  for i, s in ipairs(scenarios) do
    local field = left_unsaid(s.expect)
    if field then
      complain("%s: scenario %d does not say %s", paths[id], i, field)
    end
  end
  return ("| %s | %s | %s | %s |"):format(code(id .. ".lua"), shape,
    verdict_of(scenarios), repaired)
end

local has_row = {}
for line in read(document):gmatch("([^\n]*)\n") do
  local id = line:match("^| `([%w-]+)%.lua` |")
  if not id then
    print(line)
  elseif not paths[id] then
    complain("%s: there is no %s.lua", document, id)
  else
    has_row[id] = true
    print(row(id))
  end
end

for _, id in ipairs(wanted) do
  local of = id:match("^(.*)%-fixed$") or id
  if not has_row[of] then complain("%s: no row for %s", document, paths[id]) end
  if of ~= id then
    local scenarios = scenarios_of(paths[id], read(paths[id]))
    if verdict_of(scenarios) ~= "pass" then
      complain("%s: a repaired twin that does not pass", paths[id])
    end
  end
end
