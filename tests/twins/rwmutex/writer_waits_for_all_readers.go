// A writer waits for every reader that was there before it.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var mu sync.RWMutex
	done := make(chan bool)
	for i := 0; i < 3; i++ {
		mu.RLock()
	}
	go func() {
		mu.Lock()
		fmt.Println("writer")
		mu.Unlock()
		done <- true
	}()
	for i := 0; i < 3; i++ {
		runtime.Gosched()
		fmt.Println("reader", i, "leaves")
		mu.RUnlock()
	}
	<-done
	fmt.Println(mu.TryLock())
}
