// A wait group releases five waiters.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var gate sync.WaitGroup
	gate.Add(1)
	var wg sync.WaitGroup
	for i := 1; i <= 5; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			gate.Wait()
			fmt.Println("woken", i)
		}(i)
		runtime.Gosched()
	}
	fmt.Println("waking")
	gate.Done()
	fmt.Println("main goes on")
	wg.Wait()
}
