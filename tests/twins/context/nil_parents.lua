-- Every constructor refuses to be without a parent.
local function try(f)
  func(function()
    defer(function() print("recovered:", recover()) end)
    f()
    print("fine")
  end)()
end
local none
try(function() context.with_cancel(none) end)
try(function() context.with_timeout(none, time.second) end)
try(function() context.with_deadline(none, time.now()) end)
try(function() context.with_value(none, "k", 1) end)
try(function() context.with_value(context.background(), nil, 1) end)
context.with_cancel(none)
