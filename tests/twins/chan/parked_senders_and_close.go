// Close makes the senders that wait panic.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	ch := make(chan int)
	var wg sync.WaitGroup
	for i := 1; i <= 2; i++ {
		i := i
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer func() { fmt.Println("sender", i, recover()) }()
			ch <- i
			fmt.Println("sent", i)
		}()
		runtime.Gosched()
	}
	fmt.Println("closing", len(ch))
	close(ch)
	wg.Wait()
	_, ok := <-ch
	fmt.Println(ok)
}
