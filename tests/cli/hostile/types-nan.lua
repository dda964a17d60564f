-- NaN, infinities and huge numbers as times, sizes and counts.
-- status: 0
-- prints: contained
local function try(f, ...) pcall(f, ...) end
for _, v in ipairs{
  0 / 0, math.huge, -math.huge, 1e308, -1e308, 2 ^ 63, -2 ^ 63, 2 ^ 64,
  9223372036854775807, 0.1, -0.1, 1e-300, 4294967296, -2147483649,
} do
  try(chan, v)
  try(time.after, v)
  try(time.tick, v)
  try(time.new_timer, v)
  try(time.new_ticker, v)
  try(time.after_func, v, function() end)
  try(time.format, v)
  try(time.since, v)
  try(context.with_timeout, context.background(), v)
  try(context.with_deadline, context.background(), v)
  try(runtime.gomaxprocs, v)
  try(function() sync.waitgroup():add(v) end)
  try(select, v, 1, 2)
  try(string.rep, "", v)
  try(string.sub, "abc", v, v)
  try(string.byte, "abc", v, v)
  try(string.char, v)
  try(string.find, "abc", "b", v)
  try(string.format, "%d %x %c %5.1f %q", v, v, v, v, "x")
  try(table.concat, { 1, 2 }, ",", v, v)
  try(unpack, { 1 }, v, v)
  try(bit.lshift, v, v)
  try(bit.tohex, v, v)
  try(tonumber, "10", v)
  try(error, "x", v)
  try(math.random, v)
  try(math.random, v, v)
  try(math.randomseed, v)
  try(debug.traceback, "x", v)
  try(collectgarbage, "step", v)
  try(os.date, "%c", v)
  try(os.date, "*t", v)
  try(os.time, { year = v, month = v, day = v, hour = v })
end
print("contained")
runtime.exit(0)
