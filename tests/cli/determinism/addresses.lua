-- Whatever shows an address; then a report of goroutines that stay behind.
local function show(...)
  local texts = {}
  for i = 1, select("#", ...) do
    texts[i] = tostring((select(i, ...)))
  end
  print(table.concat(texts, " "))
end

local ctx, cancel = context.with_cancel(context.background())
show({}, {}, print, show, function() end, chan(), chan(3, "named"))
show(nilchan, chan():send_only(), chan():recv_only(), recv(chan()))
show(coroutine.create(show), coroutine.running())
show(time.new_timer(1), time.new_ticker(1), time.after(1))
show(ctx, cancel, context.background(), context.canceled)
show(sync.mutex(), sync.waitgroup(), sync.once(), errors.new("e"))
show(shared(1), shared({}), go(function() end), _G, seep)
show(setmetatable({}, { __name = "Named" }), string.rep, load("x = 1"))
print(pcall(string.format, "%p %p %p", {}, print, chan()))
print(pcall(string.format, "%p %s", "text", {}))
print(pcall(function() return {} .. "" end))
print(pcall(function() return {} < {} end))
print(pcall(function() return print < print end))
print(pcall(error, {}))

local byte = {}
for _ = 1, 50 do
  local t = {}
  byte[#byte + 1] = tostring(t):gsub("table: ", "")
end
table.sort(byte)
print("sorted", table.concat(byte, " "))
print("traceback", debug.traceback("here"))
print("stack", runtime.stack(true))
for _, record in ipairs(runtime.goroutines()) do
  local fields = {}
  for k, v in pairs(record) do
    fields[#fields + 1] = tostring(k) .. "=" .. tostring(v)
  end
  print("goroutine", table.concat(fields, " "))
end

for i = 1, 3 do
  go("left behind " .. i, function() chan():recv() end)
end
