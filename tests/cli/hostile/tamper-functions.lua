-- A script that puts its own functions in place of all, then panics.
-- status: 1
-- says: told you
-- at: here
local panic, pairs, type = panic, pairs, type
local function mine() panic("a function of the script was called") end
local G = _G
for _, t in pairs{ string, table, math, coroutine, os, debug, time } do
  for name, f in pairs(t) do
    if type(f) == "function" then t[name] = mine end
  end
end
for name, f in pairs(G) do
  if type(f) == "function" then G[name] = mine end
end
panic("told you") -- here
