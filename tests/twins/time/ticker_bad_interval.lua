local function try(f)
  func(function()
    defer(function() print("recovered:", recover()) end)
    f()
  end)()
end
local t = time.new_ticker(time.hour)
try(function() time.new_ticker(0) end)
try(function() t:reset(0) end)
try(function() t:reset(-1) end)
print(time.tick(0) == nilchan, time.tick(-time.second) == nilchan,
  time.tick(time.hour) == nilchan)
t:stop()
time.new_ticker(-1)
