package main

import (
	"fmt"
	"sync"
)

func main() {
	var mu sync.Mutex
	mu.Lock()
	mu.Unlock()
	fmt.Println("once")
	go func() {
		mu.Unlock()
		fmt.Println("twice")
	}()
	select {}
}
