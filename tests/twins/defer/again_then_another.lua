-- Raised again, then replaced by another, which is raised again too.
local again = func(function() panic(recover()) end)
defer(again)
defer(function() panic("other") end)
defer(again)
panic("boom")
