-- A panic whose text has ten million lines.
-- status: 1 3
panic(("x\n"):rep(1e7))
