-- gsub - string.gsub for callbacks and tables that may wait.
--
-- Lua's own gsub calls back from C, where a goroutine cannot be suspended.
-- Here string.find does the matching, from one match to the next; a
-- replacement that is a string is left to Lua's own. The results are those
-- of Lua 5.1: an empty match right behind another match counts.
local lib = ...

local find, sub, gsub = string.find, string.sub, string.gsub
local concat = table.concat

local function bad_argument(i, wanted, count, v)
  local got = ""
  if i ~= 3 then
    got = ", got " .. (count < i and "no value" or type(v))
  end
  lib.fail("bad argument #" .. i .. " to 'gsub' (" .. wanted
    .. " expected" .. got .. ")")
end

local function to_string(i, count, v)
  if type(v) == "string" then return v end
  if type(v) ~= "number" then bad_argument(i, "string", count, v) end
  return tostring(v)
end

-- The most replacements: never more than there can be, which is `all`.
local function limit(count, n, all)
  if n == nil then return all end
  local number = tonumber(n)
  if not number then bad_argument(4, "number", count, n) end
  return math.min(math.floor(number), all)
end

-- Where nothing in a pattern is special, find looks for plain text, to which
-- a zero byte or an odd ")" means something else. What is added here matches
-- nothing and is special.
local function as_pattern(p)
  return find(p, "[%^%$%*%+%?%.%(%[%%%-]") and p or p .. ".-"
end

-- What find complains of is the caller's fault, not this file's.
local function found(ok, start, ...)
  if not ok then lib.fail(start) end
  return start, ...
end

-- What replaces a match: whole, and its captures, the whole if it has none.
local function replacement(repl, whole, ...)
  if select("#", ...) == 0 then return replacement(repl, whole, whole) end
  local v
  if type(repl) == "table" then
    v = repl[(...)]
  else
    v = repl(...)
  end
  if not v then return whole end
  if type(v) ~= "string" and type(v) ~= "number" then
    lib.fail("invalid replacement value (a " .. type(v) .. ")")
  end
  return v
end

-- Appends what stands before a match found from `at` on, and what replaces
-- it. Returns where to look next; nil: there is nothing more.
local function step(s, repl, at, out, start, stop, ...)
  if not start then return nil end
  out[#out + 1] = sub(s, at, start - 1)
  out[#out + 1] = replacement(repl, sub(s, start, stop), ...)
  if stop >= start then return stop + 1 end
  out[#out + 1] = sub(s, start, start)
  return start + 1
end

local function replace(s, pattern, repl, most)
  local out, done, at = {}, 0, 1
  local once = sub(pattern, 1, 1) == "^"
  while at <= #s + 1 and done < most do
    local after =
      step(s, repl, at, out, found(pcall(find, s, pattern, at)))
    if not after then break end
    done, at = done + 1, after
    if once then break end
  end
  out[#out + 1] = sub(s, at)
  return concat(out), done
end

local replaces = { string = true, number = true, table = true,
  ["function"] = true }

return function(...)
  local count = select("#", ...)
  local s, pattern, repl, n = ...
  s = to_string(1, count, s)
  pattern = to_string(2, count, pattern)
  local most = limit(count, n, #s + 1)
  if not replaces[type(repl)] then
    bad_argument(3, "string/function/table", count, repl)
  end
  if type(repl) == "table" or type(repl) == "function" then
    return replace(s, as_pattern(pattern), repl, most)
  end
  return gsub(s, pattern, repl, most)
end
