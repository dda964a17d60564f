-- A module whose main chunk fails.
error("this module always fails")
