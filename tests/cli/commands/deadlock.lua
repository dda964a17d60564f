chan():recv()
