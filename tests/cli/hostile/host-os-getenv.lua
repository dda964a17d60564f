-- os.getenv is not there.
-- status: 1
-- says: getenv
-- at: here
print(os.getenv("SEEP_TEST_SECRET")) -- here
