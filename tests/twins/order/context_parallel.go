// Cancelling a parent wakes one who waits for a child.
package main

import (
	"context"
	"fmt"
	"runtime"
	"sync"
)

func main() {
	parent, cancel := context.WithCancel(context.Background())
	ctx, cancelChild := context.WithCancel(parent)
	defer cancelChild()
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
