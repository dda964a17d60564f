// Five goroutines, one lock, each holds it twice while it gives way.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i := 1; i <= 5; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			for k := 0; k < 2; k++ {
				mu.Lock()
				fmt.Println(i, "in", k)
				runtime.Gosched()
				mu.Unlock()
			}
		}(i)
	}
	wg.Wait()
}
