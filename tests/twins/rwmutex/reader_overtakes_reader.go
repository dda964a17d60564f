// A reader that was woken and has not run yet is overtaken by another one,
// although a writer waits.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var mu sync.RWMutex
	var wg sync.WaitGroup
	mu.Lock()
	wg.Add(2)
	go func() {
		defer wg.Done()
		mu.RLock()
		fmt.Println("first reader")
		mu.RUnlock()
	}()
	runtime.Gosched()
	go func() {
		defer wg.Done()
		mu.RLock()
		fmt.Println("second reader")
		mu.RLock()
		fmt.Println("second reader again")
		mu.RUnlock()
		mu.RUnlock()
	}()
	runtime.Gosched()
	mu.Unlock()
	mu.Lock()
	fmt.Println("writer")
	mu.Unlock()
	wg.Wait()
}
