-- Every method on every object but its own.
-- status: 0
-- prints: contained
local ctx = context.with_cancel(context.background())
local objects = {
  chan = chan(1), view = chan(1):recv_only(), case = recv(chan()),
  timer = time.new_timer("1h"), ticker = time.new_ticker("1h"),
  func = time.after_func("1h", function() end), ctx = ctx,
  err = errors.new("x"), mutex = sync.mutex(), wg = sync.waitgroup(),
  once = sync.once(), var = shared(1), g = go(function() end),
  number = 42, text = "x", truth = true, table = {}, f = print,
  thread = coroutine.create(print),
}
local names = {
  "send", "recv", "close", "range", "len", "cap", "send_only", "recv_only",
  "stop", "reset", "done", "err", "deadline", "value", "lock", "unlock",
  "try_lock", "add", "wait", "go", "call", "get", "set", "update",
  "status", "wait_reason", "stack",
}
for kind, object in pairs(objects) do
  for _, name in ipairs(names) do
    local ok, method = pcall(function() return object[name] end)
    if ok and type(method) == "function" then
      for other, stranger in pairs(objects) do
        if other ~= kind and not (kind == "chan" and other == "view")
          and not (kind == "view" and other == "chan") then
          pcall(method, stranger)
          pcall(method, stranger, stranger, stranger)
        end
      end
      pcall(method)
      pcall(method, nil)
    end
  end
end
print("contained")
