-- a waitgroup that counts in words
-- says: waitgroup:add needs a whole number, got string
local wg = sync.waitgroup()
wg:add("two") -- WRONG
