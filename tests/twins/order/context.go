// Cancelling wakes five who wait for Done.
package main

import (
	"context"
	"fmt"
	"runtime"
	"sync"
)

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	for i := 1; i <= 5; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			<-ctx.Done()
			fmt.Println("woken", i)
		}(i)
		runtime.Gosched()
	}
	fmt.Println("waking")
	cancel()
	fmt.Println("main goes on")
	wg.Wait()
}
