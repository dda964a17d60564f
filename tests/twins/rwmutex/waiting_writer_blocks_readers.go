// A writer that waits keeps new readers out; readers that wait come next.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var mu sync.RWMutex
	var wg sync.WaitGroup
	mu.RLock()
	wg.Add(2)
	go func() {
		defer wg.Done()
		mu.Lock()
		fmt.Println("writer")
		mu.Unlock()
	}()
	runtime.Gosched()
	fmt.Println("try:", mu.TryRLock())
	go func() {
		defer wg.Done()
		mu.RLock()
		fmt.Println("late reader")
		mu.RUnlock()
	}()
	runtime.Gosched()
	fmt.Println("first reader leaves")
	mu.RUnlock()
	wg.Wait()
}
