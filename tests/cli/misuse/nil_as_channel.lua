-- nil where a channel belongs
-- says: recv(): a channel expected, got nil (the nil channel is nilchan)
local replies
select{ recv(replies), recv(time.after("1s")) } -- WRONG
