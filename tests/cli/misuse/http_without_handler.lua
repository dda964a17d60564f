-- a server without a handler
-- says: http.server: handler must be a function, got nil
local srv = http.server{ addr = ":80" } -- WRONG
