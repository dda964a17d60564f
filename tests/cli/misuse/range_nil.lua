-- a nil received by a loop
-- panics: range over a channel received nil, sent at range_nil.lua:5; receive it with ch:recv(), or send false
local ch = chan(1)
go(function()
  ch:send(nil)
end)
for v in ch:range() do print(v) end -- WRONG
