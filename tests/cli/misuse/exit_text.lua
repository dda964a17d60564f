-- an exit status in words
-- says: runtime.exit needs a whole number from 0 to 255, got string
runtime.exit("failed") -- WRONG
