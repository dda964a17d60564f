-- sort - table.sort for comparators that may wait.
--
-- Lua's own sort calls its comparator from C, where a goroutine cannot be
-- suspended. This is a merge sort from below: it makes few comparisons, is
-- never misled by an inconsistent comparator (each merge is a loop of fixed
-- length), and is stable, which Lua does not promise. It works on a copy, so
-- that others never see the table half sorted while a comparator waits, and
-- an error leaves the table as it was.
local lib = ...

-- The string library is the script's too, which may change it.
local find = string.find

local function lua_less(a, b) return a < b end

local function has_less(v)
  local mt = getmetatable(v)
  return type(mt) == "table" and mt.__lt ~= nil
end

-- The usual order. Lua's own complaint is one of the caller's line.
local function less(a, b)
  local kind = type(a)
  if kind == type(b) and (kind == "number" or kind == "string") then
    return a < b
  end
  if has_less(a) and has_less(b) then return a < b end
  local ok, result = lib.calls.pcall(lua_less, a, b)
  if ok then return result end
  if type(result) == "string" and find(result, "^attempt to compare ") then
    lib.fail(result)
  end
  error(result, 0)
end

-- Merges from[lo..mid] and from[mid + 1..hi] into to[lo..hi].
local function merge(from, to, lo, mid, hi, before)
  local i, j = lo, mid + 1
  for k = lo, hi do
    if j > hi or (i <= mid and not before(from[j], from[i])) then
      to[k] = from[i]
      i = i + 1
    else
      to[k] = from[j]
      j = j + 1
    end
  end
end

local function sorted(from, n, before)
  local to, width = {}, 1
  while width < n do
    for lo = 1, n, 2 * width do
      local mid = math.min(lo + width - 1, n)
      local hi = math.min(lo + 2 * width - 1, n)
      merge(from, to, lo, mid, hi, before)
    end
    from, to, width = to, from, 2 * width
  end
  return from
end

local function bad_argument(i, wanted, n, v)
  lib.fail("bad argument #" .. i .. " to 'sort' (" .. wanted
    .. " expected, got " .. (n < i and "no value" or type(v)) .. ")")
end

return function(...)
  local t, compare = ...
  local count = select("#", ...)
  if type(t) ~= "table" then bad_argument(1, "table", count, t) end
  if compare ~= nil and type(compare) ~= "function" then
    bad_argument(2, "function", count, compare)
  end
  local n, list = #t, {}
  for i = 1, n do list[i] = rawget(t, i) end
  list = sorted(list, n, compare or less)
  for i = 1, n do rawset(t, i, list[i]) end
end
