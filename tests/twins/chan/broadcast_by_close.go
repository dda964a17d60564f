// Closing a channel starts all who wait for it, whoever waits later too.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	start := make(chan struct{})
	var wg sync.WaitGroup
	n := 0
	for i := 0; i < 5; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			<-start
			n++
		}()
	}
	runtime.Gosched()
	fmt.Println(n)
	close(start)
	wg.Wait()
	<-start
	fmt.Println(n)
}
