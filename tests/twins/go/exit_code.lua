-- Exit ends at once, with its status and without deferred calls.
defer(print, "never")
print("leaving")
runtime.exit(7)
