-- Three stages, each ended by the end of the one before.
local function numbers(n)
  local out = chan()
  go(function()
    defer(out, "close")
    for i = 1, n do
      out:send(i)
    end
  end)
  return out:recv_only()
end
local function each(in_, f)
  local out = chan()
  go(function()
    defer(out, "close")
    for v in in_:range() do
      out:send(f(v))
    end
  end)
  return out:recv_only()
end
local function square(n) return n * n end
local function less(n) return n - 1 end
for v in each(each(numbers(6), square), less):range() do
  print(v)
end
