// Five receives from five parked senders.
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
			ch <- i
			fmt.Println("woken", i)
		}(i)
		runtime.Gosched()
	}
	fmt.Println("waking")
	for i := 0; i < 5; i++ {
		fmt.Println("got", <-ch)
	}
	fmt.Println("main goes on")
	wg.Wait()
}
