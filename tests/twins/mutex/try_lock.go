package main

import (
	"fmt"
	"sync"
)

func main() {
	var mu sync.Mutex
	fmt.Println(mu.TryLock(), mu.TryLock())
	mu.Unlock()
	mu.Lock()
	fmt.Println(mu.TryLock())
	done := make(chan bool)
	go func() { done <- mu.TryLock() }()
	fmt.Println(<-done)
	mu.Unlock()
	go func() { done <- mu.TryLock() }()
	fmt.Println(<-done, mu.TryLock())
}
