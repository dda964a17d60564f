-- Panics of the runtime, recovered, are errors with a text.
local function try(f)
  func(function()
    defer(function() print("recovered:", recover()) end)
    f()
  end)()
end
try(function() nilchan:close() end)
try(function()
  local wg = sync.waitgroup()
  wg:done()
end)
try(function()
  local n = -5
  chan(n)
end)
try(function() panic("plain") end)
