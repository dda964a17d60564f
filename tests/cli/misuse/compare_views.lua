-- views of channels put in order
-- says: attempt to compare two userdata values
local ch = chan()
assert(ch:send_only() == ch:send_only() and ch:recv_only() == ch)
assert(ch:send_only() ~= chan():send_only() and ch ~= nilchan)
if ch:send_only() < ch:recv_only() then return end -- WRONG
