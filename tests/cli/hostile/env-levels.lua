-- getfenv at every level and of every function: never the host's globals.
-- status: 0
-- prints: contained
local function check_env(env, where)
  if type(env) ~= "table" then return end
  for _, name in ipairs{ "io", "ffi", "jit", "newproxy" } do
    assert(rawget(env, name) == nil, where .. " has " .. name)
  end
  local os, debug = rawget(env, "os"), rawget(env, "debug")
  assert(type(os) ~= "table" or os.execute == nil, where .. ": os")
  assert(type(debug) ~= "table" or debug.getregistry == nil,
    where .. ": debug")
end
local function look()
  if not getfenv then return end
  for level = -1, 50 do
    local ok, env = pcall(getfenv, level)
    if ok then check_env(env, "level " .. level) end
  end
  for name, f in pairs(_G) do
    if type(f) == "function" then
      local ok, env = pcall(getfenv, f)
      if ok then check_env(env, tostring(name)) end
    elseif type(f) == "table" then
      for field, g in pairs(f) do
        if type(g) == "function" then
          local ok, env = pcall(getfenv, g)
          if ok then check_env(env, name .. "." .. tostring(field)) end
        end
      end
    end
  end
end
look()
coroutine.wrap(look)()
go(look)
time.after_func("1ms", look)
time.sleep("2ms")
func(function() defer(look) end)()
table.sort({ 2, 1 }, function(a, b)
  look()
  return a < b
end)
string.gsub("x", "x", look)
look(setmetatable({}, { __index = look }).x)
check_env(getfenv and getfenv(chan(1).send) or nil, "chan.send")
print("contained")
