// Unlock, and five writers after one another.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var mu sync.RWMutex
	mu.Lock()
	var wg sync.WaitGroup
	for i := 1; i <= 5; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			mu.Lock()
			defer mu.Unlock()
			fmt.Println("woken", i)
		}(i)
		runtime.Gosched()
	}
	fmt.Println("waking")
	mu.Unlock()
	fmt.Println("main goes on")
	wg.Wait()
}
