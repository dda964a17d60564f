// A hundred goroutines, one counter, one lock around reading and writing.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	n := 0
	for i := 0; i < 100; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			defer mu.Unlock()
			v := n
			runtime.Gosched()
			n = v + 1
		}()
	}
	wg.Wait()
	fmt.Println(n)
}
