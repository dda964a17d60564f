-- Two trees with the same leaves, walked by goroutines at the same time.
local function tree(left, n, right)
  return { left = left, n = n, right = right }
end
local function walk(t, out)
  if not t then
    return
  end
  walk(t.left, out)
  out:send(t.n)
  walk(t.right, out)
end
local function walker(t)
  local out = chan()
  go(function()
    walk(t, out)
    out:close()
  end)
  return out
end
local function leaf(n) return tree(nil, n, nil) end
local a = tree(tree(leaf(1), 2, leaf(3)), 4, leaf(5))
local b = tree(leaf(1), 2, tree(leaf(3), 4, leaf(5)))
local x, y = walker(a), walker(b)
while true do
  local v, more = x:recv()
  local w, also = y:recv()
  if not more or not also then
    print(more, also)
    return
  end
  print(v, w, v == w)
end
