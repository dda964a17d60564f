// Who has waited for long is handed the lock, and cannot be overtaken.
package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var mu sync.Mutex
	done := make(chan bool)
	mu.Lock()
	go func() {
		mu.Lock()
		fmt.Println("waiter")
		mu.Unlock()
		close(done)
	}()
	time.Sleep(5 * time.Millisecond)
	for i := 0; i < 3; i++ {
		mu.Unlock()
		mu.Lock()
		fmt.Println("again", i)
	}
	mu.Unlock()
	<-done
}
