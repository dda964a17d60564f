// TryLock right after Unlock: the waiter that was woken has not run yet.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var mu sync.Mutex
	done := make(chan bool)
	mu.Lock()
	go func() {
		mu.Lock()
		fmt.Println("waiter has it")
		mu.Unlock()
		close(done)
	}()
	runtime.Gosched()
	fmt.Println("held:", mu.TryLock())
	mu.Unlock()
	fmt.Println("free:", mu.TryLock())
	mu.Unlock()
	<-done
}
