-- The metatables of the tool's own objects: hidden, or of no use.
-- status: 0
-- prints: contained
local ctx = context.with_cancel(context.background())
local objects = {
  chan(1), nilchan, chan():send_only(), recv(chan()), time.new_timer("1s"),
  time.new_ticker("1s"), time.after_func("1s", function() end), ctx,
  context.background(), errors.new("x"), sync.mutex(), sync.waitgroup(),
  sync.once(), shared(1), shared({}), go(function() end), seep, scenario,
}
for _, object in ipairs(objects) do
  local mt = getmetatable(object)
  if type(mt) == "table" then
    for _, name in ipairs{ "__gc", "__index", "__newindex", "__len" } do
      local f = rawget(mt, name)
      if type(f) == "function" then
        pcall(f, object)
        pcall(f, object)
        pcall(f)
        pcall(f, 42, "x", {})
        pcall(f, {}, "x", {})
      end
    end
  end
  pcall(setmetatable, object, {})
  pcall(setmetatable, object, nil)
  pcall(rawset, object, "x", 1)
  pcall(rawget, object, "x")
  pcall(function() object.x = 1 end)
  pcall(function() object.__gc = 1 end)
  pcall(tostring, object)
  pcall(next, object)
  pcall(function() return #object end)
end
local ch = chan(1)
ch:send(1)
assert(ch:recv() == 1)
print("contained")
