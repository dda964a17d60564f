-- a request whose context was forgotten
-- says: client:get: a context expected, got string
local client = http.client{ timeout = "1s" }
client:get("http://web/") -- WRONG
