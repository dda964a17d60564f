-- args.lua - checks of arguments that several parts make, and what they say.
local lib = ...

local fail, callable, kind = lib.fail, lib.calls.callable, lib.kind
local type, rawget, tostring, pairs = type, rawget, tostring, pairs
local sort, concat = table.sort, table.concat

local args = {}

-- What v is, for "got ...": a number as it is, else "mutex", "table"...
function args.got(v)
  return type(v) == "number" and tostring(v) or kind(v)
end

-- The keys of t, in order: "a, b".
function args.names(t)
  local list = {}
  for k in pairs(t) do list[#list + 1] = tostring(k) end
  sort(list)
  return concat(list, ", ")
end

-- Readers of plain values, for who knows where they stand: each returns v, or
-- calls wrong(where, wanted, v), which raises an error.
function args.readers(wrong)
  local function reader(of, wanted)
    return function(v, where)
      if type(v) ~= of then wrong(where, wanted, v) end
      return v
    end
  end
  return { string = reader("string", "a string"),
    boolean = reader("boolean", "true or false") }
end

-- A method was called on something else: `p.get()`, as a rule.
function args.wrong_self(call, expected, v)
  fail(call .. "(): " .. expected .. " expected, got " .. kind(v)
    .. " (is the colon missing?)")
end
local wrong_self = args.wrong_self

-- The check that every method of an object begins with: check(v, name) gives
-- v, a table with that field of its own.
function args.object(prefix, expected, field)
  return function(v, name)
    if type(v) ~= "table" or rawget(v, field) == nil then
      wrong_self(prefix .. ":" .. name, expected, v)
    end
    return v
  end
end

-- The same for an object that shows nothing: gives what `state` has of it.
function args.handle(prefix, expected, state)
  return function(v, name)
    local found = state[v]
    if not found then
      wrong_self(prefix .. ":" .. name, expected, v)
    end
    return found
  end
end

-- __tostring of an object in Lua: what it is, and its name when it has one.
-- (Lua's own would show an address, which says nothing to anybody.)
function args.printed(what, name_of)
  return function(v)
    local name = name_of(v)
    return name and what .. " " .. tostring(name) or what
  end
end

-- The same for an object that shows nothing.
function args.printed_handle(what, state)
  return args.printed(what, function(v) return state[v] and state[v].name end)
end

-- For methods in Lua of objects in C.
function args.userdata(v, what, expected, name)
  if type(v) ~= "userdata" or kind(v) ~= what then
    wrong_self(what .. ":" .. name, expected, v)
  end
end

function args.need_function(fn, who)
  if not callable(fn) then
    fail(who .. " needs a function, got " .. kind(fn))
  end
end

-- What was left out is nil.
function args.opt_context(ctx, who)
  if ctx ~= nil then
    lib.check_context(ctx, who)
  end
end

-- t is a table with keys of `known` only.
function args.options(t, known, who, example)
  if type(t) ~= "table" then
    fail(who .. " needs a table, as in " .. example .. ", got " .. kind(t))
  end
  for k in pairs(t) do
    if not known[k] then
      fail(who .. " has no key '" .. tostring(k) .. "' (it has: "
        .. args.names(known) .. ")")
    end
  end
end

return args
