-- A chunk named as a system file fails: the report shows nothing of it.
-- status: 1
-- says: told you
-- never: root:
assert(load("error('told you')", "@/etc/passwd"))()
