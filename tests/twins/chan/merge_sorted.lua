-- Two sorted streams become one.
local function stream(...)
  local values, out = { ... }, chan()
  go(function()
    for _, v in ipairs(values) do
      out:send(v)
    end
    out:close()
  end)
  return out
end
local a, b = stream(1, 4, 9, 16), stream(2, 3, 5, 7, 11)
local x, more_x = a:recv()
local y, more_y = b:recv()
while more_x or more_y do
  if more_x and (not more_y or x < y) then
    print("a", x)
    x, more_x = a:recv()
  else
    print("b", y)
    y, more_y = b:recv()
  end
end
