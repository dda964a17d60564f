package main

import (
	"fmt"
	"sync"
)

func main() {
	var mu sync.RWMutex
	defer func() { fmt.Println("recovered", recover()) }()
	mu.Lock()
	mu.Unlock()
	mu.Unlock()
}
