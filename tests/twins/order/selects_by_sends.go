// Five sends to five parked selects.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	ch, other := make(chan int), make(chan int)
	var wg sync.WaitGroup
	for i := 1; i <= 5; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			select {
			case <-other:
			case <-ch:
			}
			fmt.Println("woken", i)
		}(i)
		runtime.Gosched()
	}
	fmt.Println("waking")
	for i := 0; i < 5; i++ {
		ch <- i
	}
	fmt.Println("main goes on")
	wg.Wait()
}
