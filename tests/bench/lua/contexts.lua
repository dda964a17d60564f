-- Trees of 10,000 contexts, ten children a node, made and then cancelled at
-- the root; N contexts in all.
local n = tonumber(arg[1])

for _ = 1, n / 10000 do
  local root, cancel = context.with_cancel(context.background())
  local tree = { root }
  for i = 2, 10000 do
    tree[i] = context.with_cancel(tree[math.floor((i - 2) / 10) + 1])
  end
  cancel()
  assert(tree[10000]:err() == context.canceled, "not cancelled")
end
