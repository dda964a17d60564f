-- things sorted that have no order
-- says: attempt to compare string with number
table.sort({ 3, "two", 1 }) -- WRONG
