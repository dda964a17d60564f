// Signal wakes the one that has waited longest.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	for i := 1; i <= 4; i++ {
		go func(i int) {
			mu.Lock()
			cond.Wait()
			fmt.Println("woken", i)
			mu.Unlock()
		}(i)
		runtime.Gosched()
	}
	for i := 0; i < 4; i++ {
		fmt.Println("signal")
		cond.Signal()
		runtime.Gosched()
	}
}
