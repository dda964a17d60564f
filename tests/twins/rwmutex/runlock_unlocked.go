package main

import (
	"fmt"
	"sync"
)

func main() {
	var mu sync.RWMutex
	defer func() { fmt.Println("recovered", recover()) }()
	mu.RLock()
	mu.RUnlock()
	fmt.Println("once")
	mu.RUnlock()
}
