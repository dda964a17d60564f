-- Values of every kind as error values, caught and shown.
-- status: 0
-- prints: contained
for _, v in ipairs{
  true, false, 42, 0 / 0, "", "\0", {}, print, chan(), nilchan,
  coroutine.create(print), errors.new("e"), sync.mutex(),
} do
  assert(not pcall(error, v))
  assert(not pcall(panic, v))
  assert(not coroutine.resume(coroutine.create(function() error(v) end)))
end
print("contained")
