-- Recover before the panic does not help.
print(recover())
panic("boom")
