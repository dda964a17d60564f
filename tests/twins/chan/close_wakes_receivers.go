// Close wakes the receivers that wait: each gets no value and false.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	ch := make(chan any)
	var wg sync.WaitGroup
	for i := 0; i < 3; i++ {
		wg.Add(1)
		go func() {
			v, ok := <-ch
			fmt.Println(v, ok)
			wg.Done()
		}()
		runtime.Gosched()
	}
	ch <- "for one"
	runtime.Gosched()
	fmt.Println("closing")
	close(ch)
	wg.Wait()
}
