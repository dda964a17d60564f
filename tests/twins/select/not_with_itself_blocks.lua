local ch = chan()
print((select{ send(ch, 1, "sent"), recv(ch, "received") }))
