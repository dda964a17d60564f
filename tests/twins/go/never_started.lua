-- Main ends before the other had a chance.
go(print, "never")
print("main")
