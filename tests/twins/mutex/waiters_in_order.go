// Who waits longest gets the lock first.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	mu.Lock()
	for i := 1; i <= 4; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			mu.Lock()
			fmt.Println("holder", i)
			runtime.Gosched()
			fmt.Println("leaver", i)
			mu.Unlock()
		}(i)
		runtime.Gosched()
	}
	fmt.Println("main unlocks")
	mu.Unlock()
	wg.Wait()
}
