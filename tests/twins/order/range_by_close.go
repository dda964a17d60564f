// Close ends five loops.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	ch := make(chan int)
	var wg sync.WaitGroup
	for i := 1; i <= 5; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			for range ch {
			}
			fmt.Println("woken", i)
		}(i)
		runtime.Gosched()
	}
	fmt.Println("waking")
	close(ch)
	fmt.Println("main goes on")
	wg.Wait()
}
