// Who begins to wait after the signal does not take it from the one before.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	wait := func(name string) {
		mu.Lock()
		cond.Wait()
		fmt.Println("woken", name)
		mu.Unlock()
	}
	go wait("early")
	runtime.Gosched()
	mu.Lock()
	cond.Signal()
	go wait("late")
	mu.Unlock()
	for i := 0; i < 5; i++ {
		runtime.Gosched()
	}
	fmt.Println("goroutines", runtime.NumGoroutine())
	cond.Signal()
	runtime.Gosched()
	fmt.Println("goroutines", runtime.NumGoroutine())
}
