print("hello", 1, nil, true)
