// One signal, two kinds of waiters: the wrong one wakes and sleeps again.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	ready := map[string]bool{}
	wait := func(what string) {
		mu.Lock()
		for !ready[what] {
			cond.Wait()
			fmt.Println("wakes:", what)
		}
		mu.Unlock()
		fmt.Println("has:", what)
	}
	go wait("tea")
	runtime.Gosched()
	go wait("coffee")
	runtime.Gosched()
	mu.Lock()
	ready["coffee"] = true
	cond.Signal()
	mu.Unlock()
	select {}
}
