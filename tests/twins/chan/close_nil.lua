local ch = nilchan
print("before")
ch:close()
print("after")
