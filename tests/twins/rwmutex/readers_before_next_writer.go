// Unlock lets the waiting readers in before the next writer.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var mu sync.RWMutex
	var wg sync.WaitGroup
	start := func(f func()) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			f()
		}()
		runtime.Gosched()
	}
	mu.Lock()
	start(func() {
		mu.Lock()
		fmt.Println("second writer")
		mu.Unlock()
	})
	readers := 0
	for i := 0; i < 3; i++ {
		start(func() {
			mu.RLock()
			readers++
			runtime.Gosched()
			fmt.Println("reader, of", readers)
			mu.RUnlock()
		})
	}
	start(func() {
		mu.Lock()
		fmt.Println("third writer")
		mu.Unlock()
	})
	fmt.Println("first writer leaves")
	mu.Unlock()
	wg.Wait()
}
