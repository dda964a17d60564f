local ch = nilchan
print(ch:len(), ch:cap())
print(chan():len(), chan():cap())
print(chan(7):len(), chan(7):cap())
