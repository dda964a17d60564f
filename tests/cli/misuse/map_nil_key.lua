-- a map's key that is nil
-- says: a map's key cannot be nil
local seen, url = map(), nil
seen[url] = true -- WRONG
