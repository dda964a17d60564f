-- errors - error values with an identity, and what one wraps.
--
-- An error may be any Lua value; those made here are tables that print as
-- their text and are equal to nothing but themselves. What an error wraps is
-- what its method `unwrap` returns: another error, or a list of them. So a
-- script's own tables with such a method take part as well.
local lib = ...

-- Private keys: an error shows nothing to those who do not look for it.
local TEXT, INNER, JOINED = {}, {}, {}

local methods = {}
local meta = { __index = methods, __metatable = "error" }

function meta.__newindex()
  lib.fail("an error's fields cannot be set")
end

function meta.__tostring(err)
  return rawget(err, TEXT)
end

local check = lib.args.object("err", "an error", TEXT)

function methods.error(err)
  return rawget(check(err, "error"), TEXT)
end

local function copy(list)
  local t = {}
  for i = 1, #list do t[i] = list[i] end
  return t
end

-- nil, an error, or a list of errors (of `join`): always a new list.
function methods.unwrap(err)
  local inner = rawget(check(err, "unwrap"), INNER)
  if rawget(err, JOINED) then return copy(inner) end
  return inner
end

local function make(text, inner, joined)
  return setmetatable({
    [TEXT] = text, [INNER] = inner, [JOINED] = joined,
  }, meta)
end

-- The method of that name, if err has one.
local function method(err, name)
  local f = type(err) == "table" and err[name]
  return type(f) == "function" and f or nil
end

-- A list of errors is a plain array; an error that is a table has a method
-- or a metatable.
local function is_list(v)
  return type(v) == "table" and getmetatable(v) == nil
    and v.unwrap == nil and v[1] ~= nil
end

-- `seen` guards against errors that wrap themselves.
local function search(err, target, seen)
  if err == target then return true end
  if type(err) ~= "table" or seen[err] then return false end
  seen[err] = true
  local is, unwrap = method(err, "is"), method(err, "unwrap")
  if is and is(err, target) then return true end
  local inner = err
  if unwrap then inner = unwrap(err) end
  if not is_list(inner) then
    return unwrap ~= nil and inner ~= nil and search(inner, target, seen)
  end
  for i = 1, #inner do
    if search(inner[i], target, seen) then return true end
  end
  return false
end

local errors = {}

function errors.new(...)
  local text = ...
  if type(text) ~= "string" then
    lib.fail("errors.new: the text must be a string, got "
      .. (select("#", ...) == 0 and "no value" or lib.kind(text)))
  end
  return make(text)
end

-- Is err, or anything it wraps, the target?
function errors.is(err, target)
  return search(err, target, {})
end

-- Puts a text in front: "text: inner". Nothing wrapped is nothing: nil. The
-- text may stand first or last, since of the two only it must be a string;
-- of two strings the first is the text.
function errors.wrap(...)
  local text, err = ...
  if type(text) ~= "string" then text, err = err, text end
  if select("#", ...) < 2 or type(text) ~= "string" then
    lib.fail("errors.wrap needs a text (a string) and an error")
  end
  if err == nil then return nil end
  return make(text .. ": " .. tostring(err), err)
end

-- What err wraps, or nil. As in Go a joined error has no single one.
function errors.unwrap(err)
  local unwrap = method(err, "unwrap")
  local inner = unwrap and unwrap(err)
  if inner == nil or is_list(inner) then return nil end
  return inner
end

-- One error of all that are not nil; nil when none is left.
function errors.join(...)
  local list, texts = {}, {}
  for i = 1, select("#", ...) do
    local err = (select(i, ...))
    if err ~= nil then
      list[#list + 1] = err
      texts[#texts + 1] = tostring(err)
    end
  end
  if #list == 0 then return nil end
  return make(table.concat(texts, "\n"), list, true)
end

return errors
