-- reader.lua - is an input of the prompt complete, and what is to be run?
--
-- Runs in a Lua state of its own, beside the world: nothing here ever calls
-- what the person has typed, it only compiles it.
--
-- Locals of an input are to be there in the next one.  So a `local` on the
-- outermost level becomes an assignment to a variable of the session
-- (prompt.lua), whose name is declared beforehand; lines stay where they are.

local load, find, sub, rep = loadstring, string.find, string.sub, string.rep
local match, concat = string.match, table.concat

local opening = { ["function"] = true, ["do"] = true, ["if"] = true,
  ["repeat"] = true, ["("] = true, ["{"] = true, ["["] = true }
local closing = { ["end"] = true, ["until"] = true, [")"] = true,
  ["}"] = true, ["]"] = true }
-- The end of the string in the quotes q that begins at i.
local function end_of_string(s, i, q)
  local at = i + 1
  while true do
    local found = find(s, "[\\\n" .. q .. "]", at)
    if not found then
      return #s
    end
    local c = sub(s, found, found)
    if c ~= "\\" then
      return found
    end
    at = found + 2
  end
end

-- The end of the long bracket that begins at i; nil: there is none.
local function end_of_long(s, i)
  local level = match(s, "^%[(=*)%[", i)
  if level then
    local _, last = find(s, "]" .. level .. "]", i, true)
    return last or #s
  end
end

-- What begins at i, which is no blank: its end, and whether it is a comment.
local function token_at(s, i)
  local c = sub(s, i, i)
  if c == "-" and sub(s, i, i + 1) == "--" then
    return end_of_long(s, i + 2) or (find(s, "\n", i, true) or #s + 1) - 1, true
  elseif c == '"' or c == "'" then
    return end_of_string(s, i, c)
  elseif c == "[" then
    return end_of_long(s, i) or i
  end
  local _, last = find(s, "^[%a_\128-\255][%w_\128-\255]*", i)
  if not last then
    _, last = find(s, "^%.?%d[%w_.]*", i)
  end
  return last or i
end

-- Calls f(text, first, last) for each token.
local function each_token(s, f)
  local i = find(s, "%S")
  while i do
    local last, comment = token_at(s, i)
    if not comment then
      f(sub(s, i, last), i, last)
    end
    i = find(s, "%S", last + 1)
  end
end

-- The text with its outermost locals turned into assignments, their names.
local function without_locals(s)
  local out, copied, names, depth = {}, 1, {}, 0
  local state, last_end
  local function replace(first, last, by)
    out[#out + 1] = sub(s, copied, first - 1)
    out[#out + 1] = by
    copied = last + 1
  end
  local function name_of_local(text, first, last)
    if state == "names" and text == "function" then
      state = "function"
    elseif state == "names" or state == "function" then
      names[#names + 1] = text
      last_end = last
      state = state == "names" and "behind" or nil
    elseif text == "," then
      state = "names"
    else
      if text ~= "=" then
        replace(last_end + 1, last_end, " = nil")
      end
      state = nil
      return text ~= "="
    end
  end
  each_token(s, function(text, first, last)
    if state and not name_of_local(text, first, last) then
      if text == "function" then
        depth = depth + 1
      end
      return
    end
    if opening[text] then
      depth = depth + 1
    elseif closing[text] then
      depth = depth - 1
    elseif text == "local" and depth == 0 then
      replace(first, last, rep(" ", 5))
      state = "names"
    end
  end)
  if state == "behind" then
    replace(last_end + 1, last_end, " = nil")
  end
  out[#out + 1] = sub(s, copied)
  return concat(out), names
end

-- A function of prompt.lua that returns what it gets: a call that is the whole
-- input is no tail call then, and has a line.
local PASS = "\194\164"

local function passed(expression, name)
  local code = "return " .. PASS .. "(" .. match(expression, "^(.-)%s*$") .. ")"
  return load(code, name) and code
    or "return " .. PASS .. "(" .. expression .. "\n)" -- it ends in a comment
end

-- Does the message say that the text only needs to go on?
local function goes_on(message)
  return find(message, "near '<eof>'$") ~= nil
end

-- read(text, name): "ok", what to run, the names it declares (with blanks
-- between); "more"; "wrong", the message.
local function read(text, name)
  if not find(text, "%S") then
    return "ok", "", ""
  end
  local expression = match(text, "^%s*=(.*)") or text
  local f, message = load("return " .. expression .. "\n", name)
  if f then
    return "ok", passed(expression, name), ""
  end
  local more = goes_on(message)
  f, message = load(text, name)
  if f then
    local code, names = without_locals(text)
    if not load(code, name) then
      return "ok", text, ""
    end
    return "ok", code, concat(names, " ")
  end
  if expression ~= text then
    f, message = load("return " .. expression .. "\n", name)
    more = goes_on(message)
  end
  if more or goes_on(message) then
    return "more", message
  end
  return "wrong", message
end

return { read = read }
