print("leaving")
runtime.goexit()
