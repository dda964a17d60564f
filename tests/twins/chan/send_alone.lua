local ch = chan()
print("nobody receives")
ch:send(1)
print((ch:recv()))
