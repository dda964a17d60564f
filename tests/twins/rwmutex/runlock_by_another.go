// Another goroutine may unlock what this one has locked.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var mu sync.RWMutex
	mu.RLock()
	go func() {
		runtime.Gosched()
		fmt.Println("the other unlocks")
		mu.RUnlock()
	}()
	mu.Lock()
	fmt.Println("writer")
	go mu.Unlock()
	mu.RLock()
	fmt.Println("reader")
}
