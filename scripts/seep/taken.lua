-- taken - values that verdict patterns take: each function checks one, whose
-- place in the pattern is `path`, and returns what will be compared. What is
-- wrong with it is an error of the script.
local lib = ...

-- The string library is the script's too, which may change it.
local find, match, format = string.find, string.match, string.format
local floor, huge = math.floor, math.huge
local names = lib.args.names

---- errors of scripts

local function fail(message)
  lib.fail("expect: " .. message)
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

local plain = lib.args.readers(wrong)

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

return {
  fail = fail,
  names = names,
  check_keys = check_keys,
  check_list = check_list,
  wrong = wrong,
  contains = contains,
  is_any = is_any,
  take_flag = take_flag,
  take_text = take_text,
  take_string = plain.string,
  take_boolean = plain.boolean,
  take_whole = take_whole,
  take_count = take_count,
  take_place = take_place,
}
