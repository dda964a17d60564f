local a, b = nilchan, nilchan
defer(print, "deferred calls do not run")
print("waiting")
print((select{ recv(a, "a"), send(b, 1, "b") }))
