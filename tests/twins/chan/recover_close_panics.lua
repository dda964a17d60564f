-- Every panic of close and send can be recovered, and has its own text.
local function try(what, f)
  func(function()
    defer(function() print(what .. ":", recover()) end)
    f()
    print(what, "went well")
  end)()
end
local none = nilchan
local ch = chan(1)
try("close", function() ch:close() end)
try("close again", function() ch:close() end)
try("close nil", function() none:close() end)
try("send", function() ch:send(1) end)
try("receive", function() ch:recv() end)
