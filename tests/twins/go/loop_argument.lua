-- An argument freezes the shared variable.
local wg = sync.waitgroup()
local s
for _, word in ipairs{ "a", "b", "c" } do
  s = word
  wg:add(1)
  go(function(t)
    defer(wg, "done")
    print(s, t)
  end, s)
end
wg:wait()
