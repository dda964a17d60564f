-- Sleeping for nothing, or less, does not even give way.
go(print, "other")
time.sleep(0)
time.sleep(-time.hour)
print("main")
time.sleep(time.ms)
print("end")
