local ch = chan(1)
ch:close()
print("sending")
select{ send(ch, 1) }
