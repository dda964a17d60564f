local ch = nilchan
print("sending")
ch:send(1)
