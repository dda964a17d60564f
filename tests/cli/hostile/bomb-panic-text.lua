-- A panic whose text has a hundred million bytes.
-- status: 1 3
panic(("x"):rep(1e8))
