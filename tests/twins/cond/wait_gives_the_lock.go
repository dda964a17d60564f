// Waiting gives the lock away and has it again afterwards.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	done := make(chan bool)
	go func() {
		mu.Lock()
		cond.Wait()
		fmt.Println("woken; free:", mu.TryLock())
		mu.Unlock()
		close(done)
	}()
	runtime.Gosched()
	fmt.Println("free:", mu.TryLock())
	cond.Signal()
	runtime.Gosched()
	fmt.Println("signalled, lock still held")
	mu.Unlock()
	<-done
}
