// Broadcast wakes all who wait, none who comes later.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	awake := 0
	wait := func() {
		mu.Lock()
		cond.Wait()
		awake++
		mu.Unlock()
	}
	for i := 0; i < 3; i++ {
		go wait()
	}
	runtime.Gosched()
	mu.Lock()
	cond.Broadcast()
	mu.Unlock()
	go wait()
	for i := 0; i < 5; i++ {
		runtime.Gosched()
	}
	fmt.Println("awake", awake)
	cond.Broadcast()
	runtime.Gosched()
	fmt.Println("awake", awake)
}
