-- the nil channel closed
-- panics: close of nil channel
nilchan:close() -- WRONG
