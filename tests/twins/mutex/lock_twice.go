package main

import (
	"fmt"
	"sync"
)

func main() {
	var mu sync.Mutex
	mu.Lock()
	fmt.Println("once")
	mu.Lock()
	fmt.Println("twice")
}
