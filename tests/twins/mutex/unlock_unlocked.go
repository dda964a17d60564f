package main

import (
	"fmt"
	"sync"
)

func main() {
	var mu sync.Mutex
	defer func() { fmt.Println("recovered", recover()) }()
	fmt.Println("unlocking")
	mu.Unlock()
}
