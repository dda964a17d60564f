// One that was woken, but has not run, loses its wake-up to a newcomer, and
// stands behind it in the queue.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	want := func(name string) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			fmt.Println(name)
			mu.Unlock()
		}()
	}
	mu.Lock()
	want("waiter")
	runtime.Gosched()
	mu.Unlock()
	mu.Lock()
	want("newcomer")
	runtime.Gosched()
	mu.Unlock()
	wg.Wait()
}
