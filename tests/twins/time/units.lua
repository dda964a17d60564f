print(time.ns == 1, time.us == 1000 * time.ns)
print(time.ms, time.second)
print(time.format(time.minute / time.second), time.hour / time.minute)
