-- args.lua - checks of arguments that several parts make, and what they say.
local lib = ...

local fail, callable, type, rawget = lib.fail, lib.calls.callable, type, rawget

local args = {}

-- A method was called on something else: `p.get()`, as a rule.
function args.wrong_self(call, expected, v)
  fail(call .. "(): " .. expected .. " expected, got " .. type(v)
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

function args.need_function(fn, who)
  if not callable(fn) then
    fail(who .. " needs a function, got " .. type(fn))
  end
end

return args
