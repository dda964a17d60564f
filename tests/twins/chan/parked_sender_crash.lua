-- Nobody recovers the panic of a sender whose channel is closed.
local ch = chan()
go(function() ch:send(1) end)
runtime.gosched()
print("closing")
ch:close()
select{}
