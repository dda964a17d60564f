// Reading twice, with a writer in between: nobody goes on.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var mu sync.RWMutex
	mu.RLock()
	mu.RLock()
	mu.RUnlock()
	fmt.Println("twice is fine")
	go func() {
		mu.Lock()
		fmt.Println("writer")
	}()
	runtime.Gosched()
	fmt.Println("again")
	mu.RLock()
	fmt.Println("not reached")
}
