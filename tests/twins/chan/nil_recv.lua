local ch = nilchan
print("receiving")
ch:recv()
