-- Every function of the interface with arguments of every kind.
-- status: 0 1 3
local values = {
  0, -1, 1.5, 0 / 0, math.huge, -math.huge, 2 ^ 31, 2 ^ 53, -2 ^ 63, "",
  "x", "1s", "\0", true, false, {}, { {} }, print, function() end, chan(1),
  errors.new("x"), context.background(), coroutine.create(print),
}
local skipped = {
  exit = true, goexit = true, panic = true, error = true, sleep = true,
  lock = true, wait = true, sort = true, rep = true, traceback = true,
  go = true, print = true, scenario = true, work = true, syscall = true,
  setmetatable = true, gosched = true, select = true, eventually = true,
  gc = true, leaked = true, stack = true, goroutines = true,
  insert = true, remove = true,
}
local function try(f)
  pcall(f)
  for _, a in ipairs(values) do
    pcall(f, a)
    for _, b in ipairs(values) do
      pcall(f, a, b)
      pcall(f, b, a, b)
    end
  end
end
local seen = {}
local function walk(t)
  if seen[t] then return end
  seen[t] = true
  local list = {}
  for name, v in pairs(t) do
    list[#list + 1] = { tostring(name), v }
  end
  for _, entry in ipairs(list) do
    local name, v = entry[1], entry[2]
    if type(v) == "function" and not skipped[name]
      and name:sub(1, 5) ~= "check" then
      try(v)
    elseif type(v) == "table" and v ~= _G and v ~= check then
      walk(v)
    end
  end
end
walk(seep)
print("contained")
runtime.exit(0)
